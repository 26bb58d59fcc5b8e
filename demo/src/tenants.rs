//! Tenants, projects and people of the demo.

use earshot_domain::Role;

use earshot_backend::RecordingSettings;

/// The password of every demo user.
pub const PASSWORD: &str = "earshot-demo";

/// The demo's public keys (docs/compatibility.md#decision-test-keys).
pub const API_KEYS: [&str; 2] = ["test-api-key-123", "demo-api-key-456"];

/// A project of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoProject {
    /// The dental practice during opening hours.
    FrontDesk,
    /// The dental practice in the evening and at weekends.
    AfterHours,
    /// The hotel, round the clock.
    Lobby,
}

/// The trade of a project, which determines its scenarios.
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
    /// Slug.
    pub slug: &'static str,
    /// Name.
    pub name: &'static str,
    /// IANA time zone.
    pub time_zone: &'static str,
    /// Projects: slug, name and kind of calls.
    pub projects: &'static [(&'static str, &'static str, DemoProject)],
    /// Recording policy.
    pub recordings: RecordingSettings,
    /// People.
    pub users: &'static [DemoUser],
}

/// A person who can sign in to the demo with [`PASSWORD`].
#[derive(Debug)]
pub struct DemoUser {
    /// E-mail address, which is also the sign-in name.
    pub email: &'static str,
    /// Display name.
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
    /// Returns the slug.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::FrontDesk => "front-desk",
            Self::AfterHours => "after-hours",
            Self::Lobby => "lobby",
        }
    }

    /// Returns the number of calls.
    pub const fn count(self) -> u32 {
        match self {
            Self::FrontDesk => 10_400,
            Self::AfterHours => 1_150,
            Self::Lobby => 450,
        }
    }

    /// Returns the number that callers dial, from a range reserved for fiction.
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

    /// Returns the domain of its web pages and staff addresses.
    pub(super) const fn domain(self) -> &'static str {
        match self {
            Self::Dental => "harbour.example",
            Self::Hotel => "rival.example",
        }
    }
}
