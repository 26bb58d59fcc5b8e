//! Wrappers of browser APIs; nothing here runs on the server.

mod audio;
mod change;
mod copy;
mod download;
mod escape;
mod focus;
mod form;
mod grant;
mod media_session;
mod modal;
mod place;
mod recording_file;
mod request;
mod saved_file;
mod scroll;
mod selection;
mod shortcuts;
mod tab_storage;
mod turns;
mod unlock;

pub use audio::{
    Audio, audio_length, audio_position, load_audio, pause_audio, play_audio, seek_audio,
    set_audio_rate_and_volume,
};
pub use change::{post_change, reset_and_close, scroll_to_and_focus, submitted_form};
pub use copy::copy_text;
pub use download::{Received, download_file, fetch_progress, post_cancel, save_file};
pub use escape::close_innermost;
pub use focus::{
    close_menu_around, close_popover, focus, focus_beside, focus_if_lost, focus_invalid,
    show_opened_call,
};
pub use form::{
    clear_field, form_entries, form_pairs, is_choice, set_field, show_values, typed_pairs,
};
pub use grant::post_grant;
pub use media_session::{RemoteControl, offer_controls, withdraw_controls};
pub use modal::{contains_point, shift_down, show_modal};
pub use place::{came_from, sign_in_href, sign_in_to};
pub use recording_file::{click, save_recording};
pub use request::Abort;
pub use saved_file::save_from;
pub use scroll::ScrollPlaces;
pub use selection::fill_with_selection;
pub use shortcuts::{handle_shortcut, is_card_key};
pub use tab_storage::{read_from_tab, write_to_tab};
pub use turns::{clicked_line, clicked_offset, highlight_turn};
pub use unlock::{post_unlock, post_unlock_end, post_unlock_view};
