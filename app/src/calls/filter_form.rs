//! Reference to the filter form.

use leptos::{html, prelude::NodeRef};

/// The form that chips and presets change.
pub type FilterForm = NodeRef<html::Form>;
