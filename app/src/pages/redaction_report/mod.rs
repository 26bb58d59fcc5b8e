//! **Redaction report**: what redaction missed, and what it replaced without need.

mod counts;
mod marks;
mod page;

pub use page::RedactionReportPageView;
