//! Who is in the demo: its tenants, projects and people.

use earshot_domain::Role;

use earshot_backend::RecordingSettings;

/// The password of every demo user.
pub const PASSWORD: &str = "earshot-demo";

/// The demo's public keys (docs/compatibility.md#decision-test-keys).
pub const API_KEYS: [&str; 2] = ["test-api-key-123", "demo-api-key-456"];

/// A project whose calls can be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoProject {
    /// The dental practice in opening hours.
    FrontDesk,
    /// The dental practice in the evening and at weekends.
    AfterHours,
    /// The hotel, round the clock.
    Lobby,
}

/// The trade of a project, which decides what its calls are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum House {
    /// A dental practice.
    Dental,
    /// A hotel.
    Hotel,
}

/// A client organisation of the demo.
#[derive(Debug)]
pub struct DemoTenant {
    /// Its name in commands.
    pub slug: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Its IANA time zone.
    pub time_zone: &'static str,
    /// Its projects: slug, name, and which calls they have.
    pub projects: &'static [(&'static str, &'static str, DemoProject)],
    /// What it may do with recordings.
    pub recordings: RecordingSettings,
    /// Its people.
    pub users: &'static [DemoUser],
}

/// A person who can sign in to the demo with [`PASSWORD`].
#[derive(Debug)]
pub struct DemoUser {
    /// E-mail address, which is also the sign-in name.
    pub email: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Role in the tenant.
    pub role: Role,
    /// The slugs of the assigned projects.
    pub projects: &'static [&'static str],
}

/// Every tenant of the demo.
pub static TENANTS: &[DemoTenant] = &[
    DemoTenant {
        slug: "harbour",
        name: "Harbour Dental",
        time_zone: "Europe/London",
        projects: &[
            ("front-desk", "Front desk", DemoProject::FrontDesk),
            ("after-hours", "After hours", DemoProject::AfterHours),
        ],
        recordings: RecordingSettings {
            staff_playback: Some(true),
            recording_download: Some(true),
        },
        users: &[
            DemoUser {
                email: "admin@harbour.example",
                name: "Ada Whitlock",
                role: Role::ClientAdmin,
                projects: &["front-desk", "after-hours"],
            },
            DemoUser {
                email: "manager@harbour.example",
                name: "Marcus Bell",
                role: Role::ClientManager,
                projects: &["front-desk", "after-hours"],
            },
            DemoUser {
                email: "staff@harbour.example",
                name: "Sana Qureshi",
                role: Role::ClientStaff,
                projects: &["front-desk", "after-hours"],
            },
        ],
    },
    DemoTenant {
        slug: "rival",
        name: "Rival Hotel",
        time_zone: "Europe/Lisbon",
        projects: &[("lobby", "Lobby", DemoProject::Lobby)],
        recordings: RecordingSettings {
            staff_playback: Some(false),
            recording_download: Some(false),
        },
        users: &[DemoUser {
            email: "admin@rival.example",
            name: "Rita Valente",
            role: Role::ClientAdmin,
            projects: &["lobby"],
        }],
    },
];

impl DemoProject {
    /// The project's slug.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::FrontDesk => "front-desk",
            Self::AfterHours => "after-hours",
            Self::Lobby => "lobby",
        }
    }

    /// How many calls it has.
    pub const fn count(self) -> u32 {
        match self {
            Self::FrontDesk => 10_400,
            Self::AfterHours => 1_150,
            Self::Lobby => 450,
        }
    }

    /// The number people dial, in a range kept for fiction.
    pub(super) const fn number(self) -> &'static str {
        match self {
            Self::FrontDesk => "+442079460100",
            Self::AfterHours => "+442079460101",
            Self::Lobby => "+12025550100",
        }
    }

    pub(super) const fn house(self) -> House {
        match self {
            Self::FrontDesk | Self::AfterHours => House::Dental,
            Self::Lobby => House::Hotel,
        }
    }

    pub(super) const fn time_zone(self) -> &'static str {
        match self.house() {
            House::Dental => "Europe/London",
            House::Hotel => "Europe/Lisbon",
        }
    }
}

impl House {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Dental => "Harbour Dental",
            Self::Hotel => "Rival Hotel",
        }
    }

    /// The domain of its web pages and staff addresses.
    pub(super) const fn domain(self) -> &'static str {
        match self {
            Self::Dental => "harbour.example",
            Self::Hotel => "rival.example",
        }
    }
}
