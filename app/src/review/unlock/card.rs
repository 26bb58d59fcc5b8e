//! State of **PII unlock** on the page.

use std::time::Duration;

use earshot_domain::{CallId, Problem, Unlock, UnlockCard, UnlockedText};
use leptos::{ev::SubmitEvent, prelude::*};

use crate::browser::{post_unlock, post_unlock_end, post_unlock_view, submitted_form};

/// The viewer's unlock of the opened call. Copied into every part of the section.
#[derive(Clone, Copy)]
pub(super) struct Card {
    /// The call.
    pub(super) call: CallId,
    /// The live unlock.
    pub(super) live: RwSignal<Option<Unlock>>,
    /// Seconds until its end.
    pub(super) left: RwSignal<u32>,
    /// What it shows, once that was asked for.
    pub(super) text: RwSignal<Option<UnlockedText>>,
    /// Why the last form was refused.
    pub(super) problem: RwSignal<Option<Problem>>,
    /// Whether the unlock ended on this page.
    pub(super) ended: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl Card {
    pub(super) fn new(call: CallId, card: &UnlockCard) -> Self {
        let left = card.live.as_ref().map_or(0, |live| live.seconds_left);
        let this = Self {
            call,
            live: RwSignal::new(card.live.clone()),
            left: RwSignal::new(left),
            text: RwSignal::new(card.text.clone()),
            problem: RwSignal::new(card.problem.clone()),
            ended: RwSignal::new(false),
            busy: RwSignal::new(false),
        };
        // An effect runs in the browser only.
        Effect::new(move |_| this.count_down());
        this
    }

    /// Counts the seconds, and takes what is unlocked off the page at their end.
    fn count_down(self) {
        let tick = move || {
            let running = self.live.try_with_untracked(Option::is_some).unwrap_or_default();
            if !running {
                return;
            }
            self.left.try_update(|left| *left = left.saturating_sub(1));
            if self.left.try_get_untracked() == Some(0) {
                self.close();
            }
        };
        if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || interval.clear());
        }
    }

    fn close(self) {
        self.text.try_set(None);
        self.live.try_set(None);
        self.ended.try_set(true);
    }

    fn opened(self, live: Unlock) {
        self.left.try_set(live.seconds_left);
        self.ended.try_set(false);
        self.live.try_set(Some(live));
    }

    /// Asks to unlock the call.
    pub(super) fn request(self, event: &SubmitEvent) {
        let Some(form) = submitted_form(event) else { return };
        self.act(event, async move {
            self.opened(post_unlock(self.call, &form).await?);
            Ok(())
        });
    }

    /// Asks for what is unlocked.
    pub(super) fn view(self, event: &SubmitEvent) {
        let Some(live) = self.live.get_untracked() else { return };
        self.act(event, async move {
            let text = post_unlock_view(live.id).await?;
            self.opened(text.unlock.clone());
            self.text.try_set(Some(text));
            Ok(())
        });
    }

    /// Ends the unlock.
    pub(super) fn end(self, event: &SubmitEvent) {
        let Some(live) = self.live.get_untracked() else { return };
        self.act(event, async move {
            post_unlock_end(live.id).await?;
            self.close();
            Ok(())
        });
    }

    /// Does in place what the form would do by loading the page again.
    fn act(self, event: &SubmitEvent, action: impl Future<Output = Result<(), Problem>> + 'static) {
        event.prevent_default();
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problem.set(None);
        leptos::task::spawn_local(async move {
            if let Err(problem) = action.await {
                self.problem.try_set(Some(problem));
            }
            self.busy.try_set(false);
        });
    }
}
