//! Review workflow of an opened call: follow-up, lines, tags, notes and history.

mod change;
mod follow_up;
mod history;
mod line;
mod line_forms;
mod notes;
mod redaction_forms;
mod selected_line;
mod tags;
mod unsaved;

pub use change::Changes;
pub use follow_up::FollowUpBar;
pub use history::HistoryList;
pub use line::LineReview;
pub use notes::Notes;
pub use tags::Tags;
