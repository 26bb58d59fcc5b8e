//! List of calls: one markup, a table on desktops and cards on phones.

use earshot_domain::{CallsPage, Permission, Sort, TriedNumber};
use leptos::prelude::*;

use super::row::Row;
use crate::{
    state::{PageQuery, ReviewResource},
    ui::Erased,
};

/// The calls of this page, or the next step if there are none.
#[component]
pub fn CallTable(page: StoredValue<CallsPage>, review: ReviewResource) -> impl IntoView {
    let empty = page.with_value(|page| page.rows.is_empty());
    if empty {
        return view! { <NoCalls page/> }.erased();
    }
    let (rows, may_sort) = page.with_value(|page| (page.rows.clone(), page.filter.sort));
    let choose = page.with_value(|page| page.profile.may(Permission::ExportInBackground));
    view! {
        <table class="calls">
            <thead>
                <tr>
                    <th scope="col" aria-sort=time_order(may_sort)>
                        <SortLink down=Sort::Newest up=Sort::Oldest current=may_sort label="Time"/>
                    </th>
                    <th scope="col">"Caller"</th>
                    <th scope="col">"Agent"</th>
                    <th scope="col">"Summary"</th>
                    <th scope="col">"Status"</th>
                    <th scope="col">"Outcome"</th>
                    <th scope="col">"Sentiment"</th>
                    <th scope="col" class="number" aria-sort=length_order(may_sort)>
                        <SortLink
                            down=Sort::Longest
                            up=Sort::Shortest
                            current=may_sort
                            label="Duration"
                        />
                    </th>
                    <th scope="col"><span class="visually-hidden">"Recording"</span></th>
                </tr>
            </thead>
            <tbody>
                <For
                    each=move || rows.clone()
                    key=|row| row.id
                    children=move |row| view! { <Row row review choose/> }
                />
            </tbody>
        </table>
        <Pager page/>
    }
    .erased()
}

fn time_order(sort: Sort) -> Option<&'static str> {
    match sort {
        Sort::Newest => Some("descending"),
        Sort::Oldest => Some("ascending"),
        _ => None,
    }
}

fn length_order(sort: Sort) -> Option<&'static str> {
    match sort {
        Sort::Longest => Some("descending"),
        Sort::Shortest => Some("ascending"),
        _ => None,
    }
}

#[component]
fn SortLink(down: Sort, up: Sort, current: Sort, label: &'static str) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let next = if current == down { up } else { down };
    let mark = if current == down {
        " ↓"
    } else if current == up {
        " ↑"
    } else {
        ""
    };
    let href = move || {
        let mut list = query.get().with_cursor(None);
        list.filter.sort = next;
        list.href()
    };
    view! { <a href=href data-noscroll class="sort">{label}{mark}</a> }
}

#[component]
fn NoCalls(page: StoredValue<CallsPage>) -> impl IntoView {
    let (title, text) = page.with_value(|page| match &page.project {
        _ if !page.errors.is_empty() => {
            ("Nothing was searched", "Correct the marked fields and search again.")
        }
        None if page.profile.projects.is_empty() => (
            "No project is assigned to you",
            "Ask your administrator to assign a project to you. Its calls appear here.",
        ),
        None => {
            ("Select a project", "You have several projects. Select one above, then press Search.")
        }
        Some(_) if page.filter.to_query().is_empty() => {
            ("No calls yet", "Calls appear here once they are imported from your phone system.")
        }
        Some(_) => ("No calls match", "Remove a filter or widen the dates, then press Search."),
    });
    let tried = page.with_value(|page| page.tried.iter().map(tried_text).collect::<Vec<_>>());
    let picks = page.with_value(|page| {
        if page.project.is_none() { page.profile.projects.clone() } else { Vec::new() }
    });
    let pick = |project: earshot_domain::Project| {
        let href = format!("/calls?project_id={}", project.slug);
        view! { <li><a href=href class="button">{project.name}</a></li> }
    };
    view! {
        <div class="empty">
            <h2>{title}</h2>
            {tried.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            <p>{text}</p>
            <ul class="project-choices">{picks.into_iter().map(pick).collect_view()}</ul>
        </div>
    }
    .erased()
}

/// Which forms of a number were looked for, and the way on.
fn tried_text(tried: &TriedNumber) -> String {
    let mut text = format!("Looked for {}", tried.forms.join(", "));
    if tried.ends {
        text.push_str(", and for numbers that end like this");
    }
    text.push_str(". A number that is spelt otherwise is found by its last digits, four or more.");
    text
}

#[component]
fn Pager(page: StoredValue<CallsPage>) -> impl IntoView {
    let query = expect_context::<PageQuery>();
    let (previous, next) = page.with_value(|page| (page.previous.clone(), page.next.clone()));
    let link = move |cursor: Option<String>, label: &'static str| {
        cursor.map(|cursor| {
            let href = move || query.get().with_cursor(Some(cursor.clone())).href();
            view! { <a href=href class="button">{label}</a> }
        })
    };
    let first = previous.is_some().then(|| {
        let href = move || query.get().with_cursor(None).href();
        view! { <a href=href class="button button-quiet">"First page"</a> }
    });
    view! {
        <nav class="pager" aria-label="Pages of calls">
            {first} {link(previous, "Previous")} {link(next, "Next")}
        </nav>
    }
    .erased()
}
