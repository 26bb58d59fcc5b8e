//! Progress and result of an export.

use std::time::Duration;

use earshot_domain::{format_duration, format_number, rounded_size};
use leptos::prelude::*;

use super::run::{Phase, Run, exported};
use crate::browser::Received;
use crate::ui::Erased;

/// Progress bar, rows, bytes, time left, and Cancel.
#[component]
pub fn Progress(run: Run) -> impl IntoView {
    let seconds = RwSignal::new(0_u32);
    let tick = move || {
        // The dialog may be gone by now.
        seconds.try_update(|seconds| *seconds += 1);
    };
    if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let received = move || match run.phase.get() {
        Phase::Running(received) => received,
        _ => Received::default(),
    };
    let quarter = Memo::new(move |_| match received().percent() / 25 {
        0 => "The export has begun.".to_owned(),
        quarter => format!("{} % exported.", quarter * 25),
    });
    view! {
        <div class="progress">
            <progress
                aria-label="Export"
                max=move || received().matched.max(1).to_string()
                value=move || {
                    let received = received();
                    (received.matched > 0).then(|| received.rows.to_string())
                }
            ></progress>
            <p class="progress-text">{move || progress_text(received(), seconds.get())}</p>
            // Every quarter alone: a screen reader would read every change.
            <p class="visually-hidden" role="status">{move || quarter.get()}</p>
            <div class="sheet-actions">
                <button class="button" type="button" on:click=move |_| run.cancel()>"Cancel"</button>
            </div>
        </div>
    }
    .erased()
}

fn progress_text(received: Received, seconds: u32) -> String {
    if received.matched == 0 {
        return "Preparing the file…".to_owned();
    }
    let percent = received.percent();
    let mut text = format!(
        "{} of {} calls ({percent} %), {}",
        format_number(received.rows),
        format_number(received.matched),
        rounded_size(received.bytes)
    );
    if seconds >= 2 && received.rows > 0 {
        let left =
            u64::from(seconds) * received.matched.saturating_sub(received.rows) / received.rows;
        let left = u32::try_from(left).unwrap_or(u32::MAX);
        text = format!("{text}, about {} left", format_duration(left));
    }
    text
}

/// Number of exported calls, and of those left out with the reason.
#[component]
pub fn Finished(
    written: u64,
    omitted: u64,
    file_name: String,
    close: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="finished" role="status">
            <p><strong>{exported(written, omitted)}</strong></p>
            {(omitted > 0)
                .then(|| {
                    view! {
                        <p>
                            "Calls are left out when they were deleted, or left your projects, while \
                             the file was written. "
                            <a href="/help#left-out">"More about this"</a>
                        </p>
                    }
                })}
            <p class="faint">{file_name}</p>
        </div>
        <div class="sheet-actions">
            <button class="button button-primary" type="button" on:click=move |_| close.run(())>
                "Done"
            </button>
        </div>
    }
    .erased()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_states_rows_bytes_and_time_left() {
        let received = Received { matched: 10_000, rows: 2_500, bytes: 8_250_000 };
        assert_eq!(
            progress_text(received, 4),
            "2,500 of 10,000 calls (25 %), 8.2 MB, about 12 s left"
        );
    }
}
