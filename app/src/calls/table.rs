//! List of calls: one markup, a table on desktops and cards on phones.

use earshot_domain::{CallRow, Permission, Sort};
use leptos::prelude::*;

use super::{empty::NoCalls, row::Row};
use crate::{
    state::{PageQuery, ReviewResource, ShownList},
    ui::Erased,
};

/// The calls of this page, or the next step if there are none.
#[component]
pub fn CallTable(review: ReviewResource) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let empty = Memo::new(move |_| list.page.with(|page| page.rows.is_empty()));
    move || {
        if empty.get() {
            view! { {move || view! { <NoCalls page=list.page.get()/> }} }.erased()
        } else {
            view! { <Calls review/> }.erased()
        }
    }
}

#[component]
fn Calls(review: ReviewResource) -> impl IntoView {
    let list = expect_context::<ShownList>();
    let by_day = Memo::new(move |_| list.page.with(|page| is_by_time(page.filter.sort)));
    let rows = move || list.page.with(|page| with_days(&page.rows, is_by_time(page.filter.sort)));
    let choose = list.page.with_untracked(|page| page.profile.may(Permission::ExportInBackground));
    view! {
        <table class="calls" class:by-day=move || by_day.get()>
            <Head/>
            <tbody>
                <For
                    each=rows
                    key=key
                    children=move |(day, row)| view! { <Row row review choose day/> }
                />
            </tbody>
        </table>
        <Pager/>
    }
    .erased()
}

const fn is_by_time(sort: Sort) -> bool {
    matches!(sort, Sort::Newest | Sort::Oldest)
}

/// The rows, in a list by time with the day above the first call of each.
fn with_days(rows: &[CallRow], by_time: bool) -> Vec<(Option<String>, CallRow)> {
    let mut last = None;
    let row = |row: &CallRow| {
        let day =
            (by_time && last.as_ref() != Some(&row.started.day)).then(|| row.started.day.clone());
        last = Some(row.started.day.clone());
        (day, row.clone())
    };
    rows.iter().map(row).collect()
}

/// A row is made anew when what it shows has changed.
fn key((day, row): &(Option<String>, CallRow)) -> String {
    let CallRow { id, status, duration_seconds, review_state, has_recording, .. } = row;
    let (assignee, summary) = (row.assignee.as_deref(), row.summary.as_deref());
    let day = day.as_deref();
    format!(
        "{day:?} {id} {status} {duration_seconds} {review_state} {has_recording} {assignee:?} {summary:?}"
    )
}

#[component]
fn Head() -> impl IntoView {
    let list = expect_context::<ShownList>();
    let sort = Memo::new(move |_| list.page.with(|page| page.filter.sort));
    view! {
        <thead>
            <tr>
                <th scope="col" aria-sort=move || order(sort.get(), Sort::Newest, Sort::Oldest)>
                    <SortLink down=Sort::Newest up=Sort::Oldest sort label="Time"/>
                </th>
                <th scope="col">"Caller"</th>
                <th scope="col">"Agent"</th>
                <th scope="col">"Summary"</th>
                <th scope="col">"Status"</th>
                <th scope="col">"Outcome"</th>
                <th scope="col">"Sentiment"</th>
                <th
                    scope="col"
                    class="number"
                    aria-sort=move || order(sort.get(), Sort::Longest, Sort::Shortest)
                >
                    <SortLink down=Sort::Longest up=Sort::Shortest sort label="Duration"/>
                </th>
                <th scope="col"><span class="visually-hidden">"Recording"</span></th>
            </tr>
        </thead>
    }
    .erased()
}

fn order(sort: Sort, down: Sort, up: Sort) -> Option<&'static str> {
    if sort == down {
        Some("descending")
    } else if sort == up {
        Some("ascending")
    } else {
        None
    }
}

#[component]
fn SortLink(down: Sort, up: Sort, sort: Memo<Sort>, label: &'static str) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let mark = move || match order(sort.get(), down, up) {
        Some("descending") => " ↓",
        Some(_) => " ↑",
        None => "",
    };
    let href = move || {
        let mut list = query.get().with_cursor(None);
        list.filter.sort = if sort.get() == down { up } else { down };
        list.href()
    };
    view! { <a href=href data-noscroll class="sort">{label}{mark}</a> }
}

#[component]
fn Pager() -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let list = expect_context::<ShownList>();
    let cursors =
        Memo::new(move |_| list.page.with(|page| (page.previous.clone(), page.next.clone())));
    let link = move |cursor: Option<String>, label: &'static str| {
        cursor.map(|cursor| {
            let href = move || query.get().with_cursor(Some(cursor.clone())).href();
            view! { <a href=href class="button">{label}</a> }
        })
    };
    let first = move || {
        let href = move || query.get().with_cursor(None).href();
        view! { <a href=href class="button button-quiet">"First page"</a> }
    };
    view! {
        <nav class="pager" aria-label="Pages of calls">
            {move || {
                let (previous, next) = cursors.get();
                view! {
                    {previous.is_some().then(first)}
                    {link(previous, "Previous")}
                    {link(next, "Next")}
                }
            }}
        </nav>
    }
    .erased()
}
