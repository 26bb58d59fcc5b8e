//! Sign-in page: a plain form that works before any script has loaded.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    api::{SignInPage, load, load_sign_in},
    ui::{Erased, Field, Icon, Symbol},
};

/// The sign-in form, and in the demo its users.
#[component]
pub fn SignInPageView() -> impl IntoView {
    let query = use_query_map();
    let next = move || query.read().get("next").unwrap_or_default();
    let page = load(|| (), |()| load_sign_in());
    view! {
        <Title text="Sign in"/>
        <main class="sign-in">
            <h1 class="sign-in-mark">
                <Icon symbol=Symbol::Mark/>
                "Earshot"
            </h1>
            <Suspense fallback=|| ()>
                {move || Suspend::new(async move {
                    let page = page.await.unwrap_or_default();
                    view! { <SignInForm page next=next()/> }
                })}
            </Suspense>
        </main>
    }
    .erased()
}

#[component]
fn SignInForm(page: SignInPage, next: String) -> impl IntoView {
    let invalid = page.problem.is_some();
    // What was typed stays, but for the password.
    let entered = page.email.is_some();
    view! {
        {page
            .problem
            .map(|problem| {
                view! {
                    <p class="notice notice-problem" role="alert" id="sign-in-problem">
                        {problem.detail}
                    </p>
                }
            })}
        <form class="sign-in-form" method="post" action="/sign-in">
            <input type="hidden" name="next" value=next/>
            <Field label="E-mail">
                <input
                    type="email"
                    name="email"
                    autocomplete="username"
                    required
                    value=page.email
                    autofocus=!entered
                    aria-invalid=invalid.then_some("true")
                    aria-describedby=invalid.then_some("sign-in-problem")
                />
            </Field>
            <Field label="Password">
                <input
                    type="password"
                    name="password"
                    autocomplete="current-password"
                    required
                    autofocus=entered
                    aria-invalid=invalid.then_some("true")
                />
            </Field>
            <button class="button button-primary" type="submit">"Sign in"</button>
        </form>
        {page
            .demo_password
            .map(|password| view! { <DemoUsers users=page.demo_users password/> })}
    }
    .erased()
}

#[component]
fn DemoUsers(users: Vec<(String, String)>, password: String) -> impl IntoView {
    let row = |(email, role): (String, String)| {
        view! { <li><code>{email}</code><span>{role}</span></li> }
    };
    view! {
        <section class="demo" aria-labelledby="demo-heading">
            <h2 id="demo-heading">"Demo"</h2>
            <p>"All calls in this demo are fictitious. Sign in as any of these users with the password "<code>{password}</code>"."</p>
            <ul>{users.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .erased()
}
