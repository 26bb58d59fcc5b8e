//! An operator who changes accounts beside a running server: sessions and keys follow at once.

use earshot_testkit::{ADMIN, PASSWORD};

use crate::{
    operator::Operator,
    servers::{Answer, Server},
};

struct Site {
    operator: Operator,
    server: Server,
    key: String,
}

impl Site {
    fn new() -> Self {
        let operator = Operator::new(&[]);
        operator.set_up();
        let words = ["api-key", "add", "--user", ADMIN, "--name", "Backup", "--project", "desk"];
        let scope = ["--scope", "calls:read"];
        let key = operator.earshot(&[words.as_slice(), &scope].concat(), "").trim().to_owned();
        let server = Server::start(&operator);
        Self { operator, server, key }
    }

    async fn read_with_key(&self) -> u16 {
        let head = format!("GET /v1/calls HTTP/1.1\r\nx-api-key: {}", self.key);
        self.server.send(&head, "", "").await.status
    }

    async fn profile(&self, cookie: &str) -> Answer {
        self.server.get(cookie, "/api/profile").await
    }

    async fn sign_in_with(&self, password: &str) -> u16 {
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", ADMIN), ("password", password)])
            .finish();
        self.server.post("", "/sign-in", &form).await.status
    }

    fn listed(&self) -> String {
        let users = self.operator.earshot(&["user", "list", "--tenant", "harbour"], "");
        users.lines().find(|line| line.starts_with(ADMIN)).unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_disabled_person_is_out_at_once_and_comes_back_when_enabled() {
    let site = Site::new();
    let cookie = site.server.sign_in().await;
    assert_eq!((site.profile(&cookie).await.status, site.read_with_key().await), (200, 200));
    assert_eq!(
        site.operator.earshot(&["user", "disable", ADMIN], ""),
        format!("disabled user {ADMIN}\n")
    );
    assert_eq!((site.profile(&cookie).await.status, site.read_with_key().await), (401, 401));
    assert_eq!(site.sign_in_with(PASSWORD).await, 401);
    assert_eq!(site.listed(), format!("{ADMIN}\tAdmin\tclient_admin\tdisabled\t*\tdesk"));
    site.operator.earshot(&["user", "enable", ADMIN], "");
    assert_eq!(site.profile(&cookie).await.status, 401, "the session has ended");
    assert_eq!((site.sign_in_with(PASSWORD).await, site.read_with_key().await), (303, 200));
    assert!(site.listed().contains("\tactive\t"));
}

#[tokio::test]
async fn a_changed_person_has_the_new_rights_in_the_same_session() {
    let site = Site::new();
    let cookie = site.server.sign_in().await;
    let project = ["project", "add", "--tenant", "harbour", "night", "--name", "Night"];
    site.operator.earshot(&project, "");
    let set = ["user", "set", ADMIN, "--role", "client_staff", "--name", "Ann"];
    let changed = site.operator.earshot(&[set.as_slice(), &["--project", "night"]].concat(), "");
    assert_eq!(changed, format!("changed user {ADMIN}\n"));
    assert_eq!(site.listed(), format!("{ADMIN}\tAnn\tclient_staff\tactive\t*\tnight"));
    assert_eq!(site.read_with_key().await, 401, "only a Client Admin has keys");
    let page = site.server.get(&cookie, "/api/calls?query=").await.json();
    assert_eq!(page["rows"].as_array().unwrap().len(), 0, "the call is in another project");
    for wrong in [
        &["user", "set", ADMIN][..],
        &["user", "set", ADMIN, "--project", "nowhere"],
        &["user", "set", ADMIN, "--role", "owner"],
        &["user", "set", ADMIN, "--name", ""],
        &["user", "set", "nobody@harbour.example", "--name", "Ann"],
        &["user", "disable", "nobody@harbour.example"],
    ] {
        assert!(!site.operator.run(wrong, "").status.success(), "{wrong:?}");
    }
    assert!(site.listed().contains("\tAnn\tclient_staff\t"), "nothing was changed in part");
}

#[tokio::test]
async fn a_reset_password_ends_the_sessions() {
    let site = Site::new();
    let cookie = site.server.sign_in().await;
    let reset = ["user", "reset-password", ADMIN];
    assert!(!site.operator.run(&reset, "short\n").status.success());
    assert_eq!(site.profile(&cookie).await.status, 200);
    site.operator.earshot(&reset, "another horse\n");
    assert_eq!(site.profile(&cookie).await.status, 401);
    assert_eq!(
        (site.sign_in_with(PASSWORD).await, site.sign_in_with("another horse").await),
        (401, 303)
    );
    assert_eq!(site.read_with_key().await, 200, "keys have secrets of their own");
}
