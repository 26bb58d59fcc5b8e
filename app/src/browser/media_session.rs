//! Media session: playback controls on lock screens and headsets.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// An action of the media session.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RemoteControl {
    /// Continue playback.
    Play,
    /// Pause playback.
    Pause,
    /// Skip back.
    Back,
    /// Skip forward.
    Forward,
    /// Seek to a position in seconds.
    To(f64),
}

/// Names of the actions in the Media Session API.
const NAMES: [&str; 5] = ["play", "pause", "seekbackward", "seekforward", "seekto"];

/// Registers the actions and a title, which is visible on a locked screen.
pub fn offer_controls(title: &str, act: impl Fn(RemoteControl) + Copy + 'static) {
    let Some(session) = session() else { return };
    if let Some(metadata) = metadata(title) {
        drop(Reflect::set(&session, &"metadata".into(), &metadata));
    }
    for name in NAMES {
        let handle = move |details: JsValue| {
            if let Some(control) = control(name, &details) {
                act(control);
            }
        };
        set_handler(&session, name, &Closure::<dyn Fn(JsValue)>::new(handle).into_js_value());
    }
}

/// Removes the actions and the title.
pub fn withdraw_controls() {
    let Some(session) = session() else { return };
    drop(Reflect::set(&session, &"metadata".into(), &JsValue::NULL));
    for name in NAMES {
        set_handler(&session, name, &JsValue::NULL);
    }
}

fn control(name: &str, details: &JsValue) -> Option<RemoteControl> {
    Some(match name {
        "play" => RemoteControl::Play,
        "pause" => RemoteControl::Pause,
        "seekbackward" => RemoteControl::Back,
        "seekforward" => RemoteControl::Forward,
        _ => RemoteControl::To(Reflect::get(details, &"seekTime".into()).ok()?.as_f64()?),
    })
}

/// Returns the media session; web-sys has no type for it, and not every browser supports it.
fn session() -> Option<JsValue> {
    // Nothing is played on the server, where even asking for the window would fail.
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &"mediaSession".into()).ok().filter(JsValue::is_object)
}

fn metadata(title: &str) -> Option<JsValue> {
    let class = Reflect::get(&js_sys::global(), &"MediaMetadata".into()).ok()?;
    let init = Object::new();
    Reflect::set(&init, &"title".into(), &title.into()).ok()?;
    Reflect::construct(class.dyn_ref::<Function>()?, &Array::of1(&init)).ok()
}

/// Sets the handler of an action, unless the browser does not support it.
fn set_handler(session: &JsValue, name: &str, handler: &JsValue) {
    let set = Reflect::get(session, &"setActionHandler".into());
    if let Some(set) = set.ok().as_ref().and_then(|set| set.dyn_ref::<Function>()) {
        drop(set.call2(session, &name.into(), handler));
    }
}
