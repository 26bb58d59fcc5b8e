//! The filter form: a draft that Search applies; without scripts an ordinary GET form.

use earshot_domain::{
    CallFilter, CallsPage, Channel, FieldError, ListQuery, OutcomeCode, Sentiment, Sort, Status,
};
use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::hooks::use_navigate;

use super::{chips::Chips, presets::Preset};
use crate::{
    browser::form_pairs,
    ui::{Icon, Symbol},
};

/// The draft's form, for chips and presets that change it.
pub type FilterForm = NodeRef<html::Form>;

/// All filters, the chips of the applied ones, Search and Clear.
#[component]
pub fn Filters(page: StoredValue<CallsPage>) -> impl IntoView {
    let form: FilterForm = NodeRef::new();
    let changed = RwSignal::new(false);
    let navigate = use_navigate();
    let search = move |event: SubmitEvent| {
        let Some(element) = form.get() else { return };
        event.prevent_default();
        let pairs = form_pairs(&element);
        let filter = CallFilter::parse(pairs.iter().map(|(name, value)| (&**name, &**value)));
        // What cannot be read goes to the server as it is, which says what is wrong with it.
        let href = if filter.errors.is_empty() {
            ListQuery { filter: filter.filter, ..ListQuery::default() }.href()
        } else {
            let pairs = pairs.iter().filter(|(_, value)| !value.trim().is_empty());
            let query =
                form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
            format!("/calls?{query}")
        };
        changed.set(false);
        navigate(&href, leptos_router::NavigateOptions { scroll: false, ..Default::default() });
    };
    let errors = page.with_value(|page| page.errors.clone());
    view! {
        <form
            class="filters"
            method="get"
            action="/calls"
            role="search"
            aria-label="Calls"
            // What is ticked is what the address says, also where a browser would restore a draft.
            autocomplete="off"
            node_ref=form
            on:submit=search
            on:input=move |_| changed.set(true)
        >
            <div class="filter-row">
                <ProjectField page/>
                <DateFields page form changed/>
                <StatusField page/>
                <AgentField page/>
                <CallerField page/>
                <MoreFilters page/>
                <div class="filter-actions">
                    <button class="button button-primary" type="submit">
                        <Icon symbol=Symbol::Search/>
                        "Search"
                    </button>
                    <a class="button button-quiet" href=move || clear_href(page)>"Clear"</a>
                </div>
            </div>
            <Errors errors/>
            <Chips page form changed/>
        </form>
    }
    .into_any()
}

fn clear_href(page: StoredValue<CallsPage>) -> String {
    let project = page.with_value(|page| page.filter.project.clone());
    let filter = CallFilter { project, ..CallFilter::default() };
    ListQuery { filter, ..ListQuery::default() }.href()
}

#[component]
fn Errors(errors: Vec<FieldError>) -> impl IntoView {
    let line = |error: FieldError| {
        view! { <li><strong>{error.field}</strong>" "{error.message}"."</li> }
    };
    (!errors.is_empty()).then(|| {
        view! {
            <div class="notice notice-problem" role="alert">
                <strong>"This search cannot be run"</strong>
                <ul>{errors.into_iter().map(line).collect_view()}</ul>
            </div>
        }
    })
}

#[component]
fn ProjectField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (projects, picked) = page.with_value(|page| {
        let picked = page.filter.project.clone();
        let picked = picked.or_else(|| page.project.as_ref().map(|project| project.slug.clone()));
        (page.profile.projects.clone(), picked)
    });
    let option = move |project: earshot_domain::Project| {
        let selected = picked.as_ref() == Some(&project.slug);
        view! { <option value=project.slug.to_string() selected=selected>{project.name}</option> }
    };
    let several = projects.len() > 1;
    view! {
        <label class="field">
            <span>"Project"</span>
            <select name="project_id">
                {several.then(|| view! { <option value="">"Pick a project"</option> })}
                {projects.into_iter().map(option).collect_view()}
            </select>
        </label>
    }
    .into_any()
}

#[component]
fn DateFields(
    page: StoredValue<CallsPage>,
    form: FilterForm,
    changed: RwSignal<bool>,
) -> impl IntoView {
    let (filter, today) = page.with_value(|page| (page.filter.clone(), page.today));
    let text = |bound: &Option<earshot_domain::Bound>| {
        bound.as_ref().map(earshot_domain::Bound::as_text).unwrap_or_default()
    };
    let (from, to) = (text(&filter.from), text(&filter.to));
    let current = RwSignal::new(Preset::of(&from, &to, today));
    let preset = move |preset: Preset| {
        let href =
            ListQuery { filter: preset.apply(&filter, today), ..ListQuery::default() }.href();
        let pick = move |event: leptos::ev::MouseEvent| {
            let Some(form) = form.get() else { return };
            event.prevent_default();
            event.stop_propagation();
            let (from, to) = preset.days(today);
            crate::browser::set_field(&form, "from", &from);
            crate::browser::set_field(&form, "to", &to);
            current.set(Some(preset));
            changed.set(true);
        };
        view! {
            <a
                href=href
                class="segment"
                role="button"
                aria-pressed=move || if current.get() == Some(preset) { "true" } else { "false" }
                on:click=pick
            >
                {preset.label()}
            </a>
        }
    };
    let typed = move |_| current.set(None);
    view! {
        <fieldset class="field dates">
            <legend>"Dates"</legend>
            <div class="segments">{Preset::ALL.map(preset).collect_view()}</div>
            <div class="date-pair">
                <input type=date_type(&from) name="from" value=from aria-label="From" on:input=typed/>
                <span aria-hidden="true">"–"</span>
                <input type=date_type(&to) name="to" value=to aria-label="To" on:input=typed/>
            </div>
        </fieldset>
    }
    .into_any()
}

/// A day has the browser's own picker; an instant that a link brought is kept as text.
fn date_type(value: &str) -> &'static str {
    if value.len() > 10 { "text" } else { "date" }
}

#[component]
fn StatusField(page: StoredValue<CallsPage>) -> impl IntoView {
    let chosen = page.with_value(|page| page.filter.status.clone());
    let count = chosen.len();
    let status = |status: &Status| {
        let (code, label) = (status.as_str(), status.label());
        (code.to_owned(), label.to_owned(), chosen.contains(status))
    };
    let options = Status::ALL.iter().map(status).collect();
    view! { <CheckList name="status" label="Status" count options/> }
}

/// A menu of ticks: several values of one field are alternatives.
#[component]
fn CheckList(
    name: &'static str,
    label: &'static str,
    count: usize,
    options: Vec<(String, String, bool)>,
) -> impl IntoView {
    let option = move |(value, label, checked): (String, String, bool)| {
        view! {
            <label class="tick">
                <input type="checkbox" name=name value=value checked=checked/>
                {label}
            </label>
        }
    };
    view! {
        <details class="menu field-menu">
            <summary>
                {label} {(count > 0).then(|| view! { <span class="count">{count}</span> })}
            </summary>
            <fieldset class="menu-body">
                <legend class="visually-hidden">{label}</legend>
                {options.into_iter().map(option).collect_view()}
            </fieldset>
        </details>
    }
    .into_any()
}

#[component]
fn AgentField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (agents, chosen) =
        page.with_value(|page| (page.choices.agents.clone(), page.filter.agent.clone()));
    let count = chosen.len();
    let mut options: Vec<_> = agents
        .into_iter()
        .map(|agent| (agent.clone(), agent.clone(), chosen.contains(&agent)))
        .collect();
    // An agent that a link names and no call has stays visible, so that it can be taken out.
    for agent in chosen {
        if !options.iter().any(|(value, ..)| *value == agent) {
            options.push((agent.clone(), agent, true));
        }
    }
    view! { <CheckList name="agent" label="Agent" count options/> }
}

/// Absent for Staff, who see callers masked.
#[component]
fn CallerField(page: StoredValue<CallsPage>) -> impl IntoView {
    let (may, caller) = page.with_value(|page| {
        (page.profile.role.searches_callers(), page.filter.caller.first().cloned())
    });
    may.then(|| {
        view! {
            <label class="field">
                <span>"Caller"</span>
                <input
                    type="search"
                    name="caller"
                    inputmode="tel"
                    maxlength="40"
                    value=caller.unwrap_or_default()
                    placeholder="Number or last 4 digits"
                />
            </label>
        }
    })
}

#[component]
fn MoreFilters(page: StoredValue<CallsPage>) -> impl IntoView {
    let filter = page.with_value(|page| page.filter.clone());
    let outcomes = page.with_value(|page| page.choices.outcomes.clone());
    let used = filter.outcome.len()
        + filter.sentiment.len()
        + filter.channel.len()
        + filter.q.len()
        + usize::from(filter.has_recording.is_some())
        + usize::from(filter.sort != Sort::Newest);
    let unclassified = OutcomeCode::from_label(OutcomeCode::UNCLASSIFIED);
    let outcome = |code: &OutcomeCode| {
        (code.as_str().to_owned(), code.label(), filter.outcome.contains(code))
    };
    let outcomes = outcomes.iter().chain(&unclassified).map(outcome).collect();
    let sentiment = |mood: &Sentiment| {
        (mood.as_str().to_owned(), mood.label().to_owned(), filter.sentiment.contains(mood))
    };
    let channel = |channel: &Channel| {
        (channel.as_str().to_owned(), channel.label().to_owned(), filter.channel.contains(channel))
    };
    let sort = filter.sort;
    let order = move |order: &Sort| {
        view! { <option value=order.as_str() selected=*order == sort>{order.label()}</option> }
    };
    view! {
        <details class="menu more-filters">
            <summary>
                <Icon symbol=Symbol::Filters/>
                "More filters"
                {(used > 0).then(|| view! { <span class="count">{used}</span> })}
            </summary>
            <div class="menu-body">
                <label class="field">
                    <span>"Text in summary and transcript"</span>
                    <input
                        type="search"
                        name="q"
                        maxlength="128"
                        value=filter.q.first().cloned().unwrap_or_default()
                        placeholder="Words"
                    />
                </label>
                <Ticks name="outcome" label="Outcome" options=outcomes/>
                <Ticks
                    name="sentiment"
                    label="Sentiment"
                    options=Sentiment::ALL.iter().map(sentiment).collect()
                />
                <Ticks
                    name="channel"
                    label="Channel"
                    options=Channel::ALL.iter().map(channel).collect()
                />
                <label class="field">
                    <span>"Recording"</span>
                    <select name="has_recording">
                        <option value="" selected=filter.has_recording.is_none()>"Any"</option>
                        <option value="true" selected=filter.has_recording == Some(true)>"With a recording"</option>
                        <option value="false" selected=filter.has_recording == Some(false)>"Without"</option>
                    </select>
                </label>
                <label class="field">
                    <span>"Order"</span>
                    <select name="sort">{Sort::ALL.iter().map(order).collect_view()}</select>
                </label>
            </div>
        </details>
    }
    .into_any()
}

#[component]
fn Ticks(
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String, bool)>,
) -> impl IntoView {
    let option = move |(value, label, checked): (String, String, bool)| {
        view! {
            <label class="tick">
                <input type="checkbox" name=name value=value checked=checked/>
                {label}
            </label>
        }
    };
    view! {
        <fieldset class="field ticks">
            <legend>{label}</legend>
            {options.into_iter().map(option).collect_view()}
        </fieldset>
    }
    .into_any()
}
