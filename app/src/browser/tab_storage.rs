//! Storage of the browser tab, which lasts until the tab is closed.

use web_sys::Storage;

fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

/// Reads a value; none where the browser refuses.
pub fn read_from_tab(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Stores a value; without effect where the browser refuses.
pub fn write_to_tab(key: &str, value: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(key, value));
    }
}
