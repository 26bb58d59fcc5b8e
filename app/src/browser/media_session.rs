//! The controls that a phone shows where the page is not: its lock screen, a headset's buttons.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// What somebody asked for away from the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RemoteControl {
    /// Go on.
    Play,
    /// Stop for now.
    Pause,
    /// Some seconds back.
    Back,
    /// Some seconds on.
    Forward,
    /// To a moment in seconds.
    To(f64),
}

/// The names of the controls in the browser.
const NAMES: [&str; 5] = ["play", "pause", "seekbackward", "seekforward", "seekto"];

/// Offers the controls under a title, which a locked screen shows to anybody.
pub fn offer_controls(title: &str, act: impl Fn(RemoteControl) + Copy + 'static) {
    let Some(session) = session() else { return };
    if let Some(titled) = titled(title) {
        drop(Reflect::set(&session, &"metadata".into(), &titled));
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

/// Takes the controls back.
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

/// The page's media session; web-sys has none, and not every browser does.
fn session() -> Option<JsValue> {
    // Nothing is played on the server, where even asking for the window would fail.
    if !cfg!(target_arch = "wasm32") {
        return None;
    }
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).ok()?;
    Reflect::get(&navigator, &"mediaSession".into()).ok().filter(JsValue::is_object)
}

fn titled(title: &str) -> Option<JsValue> {
    let class = Reflect::get(&js_sys::global(), &"MediaMetadata".into()).ok()?;
    let said = Object::new();
    Reflect::set(&said, &"title".into(), &title.into()).ok()?;
    Reflect::construct(class.dyn_ref::<Function>()?, &Array::of1(&said)).ok()
}

/// A control that the browser does not know is not offered.
fn set_handler(session: &JsValue, name: &str, handler: &JsValue) {
    let set = Reflect::get(session, &"setActionHandler".into());
    if let Some(set) = set.ok().as_ref().and_then(|set| set.dyn_ref::<Function>()) {
        drop(set.call2(session, &name.into(), handler));
    }
}
