//! The entry point of the portal: its configuration, services and limits.

use std::{sync::Arc, time::Duration};

use earshot_domain::EXPORT_LIMIT;
use jiff::Timestamp;

use crate::{
    Clock, Db, Error, MasterKey, MediaStore, PdfFonts, Receivers,
    access::{DAY_SECONDS, Passwords, Rate, secret_hash},
    calls::{ContactFill, NumberUpdate},
    custody::{RawTextRemoval, UnlockExpiry},
    exports::{ExportCleanup, ExportPlace, ExportRun},
    intake::{Pushes, RedactionUpdate},
    jobs::{Housekeeping, Jobs, Leases, Worker},
    notify::{AuditHeads, Guard, HeadPlace, MailDelivery, Mailer, WebhookDispatch},
};

/// Limits that an operator can configure.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Maximum number of calls in one streamed export (docs/compatibility.md#aidial-export-limit).
    pub export_calls: u64,
    /// Calls in a part of a background export (docs/compatibility.md#askvault-parts).
    pub export_part_calls: u32,
    /// Calls in a batch of a background export, at most.
    pub export_batch_calls: u32,
    /// Days for which the links to a background export's files work
    /// (docs/compatibility.md#askvault-link-days).
    pub export_link_days: u32,
    /// Exports one person may start (docs/compatibility.md#decision-export-rate).
    pub export_rate: Rate,
    /// Transcript and conversation files one person may download.
    pub transcript_rate: Rate,
    /// Grants to recordings one person may request.
    pub recording_rate: Rate,
    /// Changes to reviews one person may make.
    pub review_rate: Rate,
    /// Seconds after which the lease of an export expires unless it is renewed.
    pub export_lease_seconds: u32,
    /// Seconds after which the lease of a background job expires unless it is renewed.
    pub job_lease_seconds: u32,
    /// Seconds after which a client that reads nothing is disconnected.
    pub export_stall_seconds: u32,
    /// Failed sign-ins per account and network address, and from a known device.
    pub sign_in_rate: Rate,
    /// Milliseconds by which the first slowed sign-in waits; each further one waits twice as long.
    pub sign_in_pause_ms: u32,
    /// Failed sign-ins per account from all addresses, known devices apart.
    pub sign_in_account_rate: Rate,
    /// Failed sign-ins per network address.
    pub sign_in_address_rate: Rate,
    /// Requests with an invalid key, per network address.
    pub bad_key_rate: Rate,
    /// Failed sign-ins of a PBX client, per client and network address
    /// (docs/compatibility.md#yeastar-blocked-address).
    pub pbx_failure_rate: Rate,
    /// Failed sign-ins of PBX clients, per network address.
    pub pbx_address_rate: Rate,
    /// Webhook messages that one tenant's users may request: tests, and sending again.
    pub webhook_rate: Rate,
    /// Minutes without a request after which a session expires.
    pub session_idle_minutes: u32,
    /// Maximum lifetime of a session, in hours.
    pub session_hours: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            export_calls: EXPORT_LIMIT,
            export_part_calls: 5_000,
            export_batch_calls: 256,
            export_link_days: 7,
            export_rate: Rate { events: 10, seconds: 600 },
            transcript_rate: Rate { events: 60, seconds: 600 },
            recording_rate: Rate { events: 60, seconds: 600 },
            review_rate: Rate { events: 600, seconds: 600 },
            export_lease_seconds: 15,
            job_lease_seconds: 15,
            export_stall_seconds: 30,
            sign_in_rate: Rate { events: 10, seconds: 900 },
            sign_in_pause_ms: 500,
            sign_in_account_rate: Rate { events: 100, seconds: 900 },
            sign_in_address_rate: Rate { events: 100, seconds: 900 },
            bad_key_rate: Rate { events: 20, seconds: 60 },
            pbx_failure_rate: Rate { events: 5, seconds: 600 },
            pbx_address_rate: Rate { events: 100, seconds: 600 },
            webhook_rate: Rate { events: 60, seconds: 600 },
            session_idle_minutes: 8 * 60,
            session_hours: 72,
        }
    }
}

impl Limits {
    /// Length in seconds of the longest window of any rate limit.
    pub(crate) fn longest_rate_window(&self) -> u32 {
        let windows = [
            self.export_rate,
            self.transcript_rate,
            self.recording_rate,
            self.review_rate,
            self.sign_in_rate,
            self.sign_in_account_rate,
            self.sign_in_address_rate,
            self.bad_key_rate,
            self.pbx_failure_rate,
            self.pbx_address_rate,
            self.webhook_rate,
        ];
        // Requests of API keys are counted per minute and day, reports to receivers per minute.
        windows.into_iter().map(|rate| rate.seconds).fold(DAY_SECONDS, u32::max)
    }
}

/// The services, configuration and limits that use cases need. Cheap to clone.
#[derive(Clone)]
pub struct Backend {
    pub(crate) db: Db,
    /// The connections of background jobs.
    pub(crate) background_db: Db,
    pub(crate) clock: Clock,
    pub(crate) master_key: MasterKey,
    pub(crate) passwords: Passwords,
    pub(crate) limits: Limits,
    /// The store of recordings.
    pub(crate) media: MediaStore,
    /// The place of exported files; `None` where background exports are not offered.
    pub(crate) exports: Option<ExportPlace>,
    /// Background exports that run at the same time in this process.
    pub(crate) export_workers: usize,
    /// The place outside the database where heads of audit logs are kept.
    pub(crate) head_place: Option<HeadPlace>,
    /// The fonts of PDFs.
    pub(crate) pdf_fonts: PdfFonts,
    /// Hash of the operator's own token, `INTERNAL_TOKEN`.
    pub(crate) internal_token: Option<Vec<u8>>,
    /// Hashes of secrets that are never accepted, such as those of a public demo.
    pub(crate) refused_secrets: Vec<Vec<u8>>,
    /// Permits for requests pushing calls, each of which occupies a thread.
    pub(crate) pushes: Pushes,
    /// Receivers of phone systems' call reports.
    pub(crate) receivers: Arc<Receivers>,
    /// Exclusive leases, shared by all processes on the same database.
    pub(crate) leases: Leases,
    /// The queue of background jobs.
    pub(crate) jobs: Jobs,
    /// The addresses that webhooks may send to.
    pub(crate) webhook_guard: Guard,
    /// URL of the portal for links, without a slash at its end.
    pub(crate) public_url: Option<String>,
    /// Sender of mail to users; `None` when no mail is sent.
    pub(crate) mailer: Option<Mailer>,
}

impl Backend {
    /// Opens the portal over a database, which must have been created with this master key.
    pub async fn open(
        db: Db,
        clock: Clock,
        master_key: MasterKey,
        limits: Limits,
        media: MediaStore,
    ) -> Result<Self, Error> {
        let check = master_key.check_value();
        if db.claim_master_key(&check).await? != check {
            return Err(Error::field(
                "master key",
                "is not the one this database was created with: start with the original key",
            ));
        }
        let leases = Leases::new(db.clone(), clock.clone());
        let backend = Self {
            jobs: Jobs::new(
                db.clone(),
                clock.clone(),
                leases.clone(),
                Duration::from_secs(limits.job_lease_seconds.into()),
            ),
            leases,
            background_db: db.for_background(),
            db,
            clock,
            master_key,
            passwords: Passwords::new()?,
            limits,
            media,
            exports: None,
            export_workers: 1,
            head_place: None,
            pdf_fonts: PdfFonts::embedded()?,
            internal_token: None,
            refused_secrets: Vec::new(),
            pushes: Pushes::default(),
            receivers: Arc::default(),
            webhook_guard: Guard::default(),
            public_url: None,
            mailer: None,
        };
        backend.audit().seal_older_events().await?;
        Ok(backend)
    }

    /// Sets the fonts of PDFs.
    pub fn with_pdf_fonts(self, pdf_fonts: PdfFonts) -> Self {
        Self { pdf_fonts, ..self }
    }

    /// Offers background exports, whose files are stored in `place`; `workers` of them run at the
    /// same time in this process.
    pub fn with_exports(self, place: ExportPlace, workers: usize) -> Self {
        Self { exports: Some(place), export_workers: workers, ..self }
    }

    /// Keeps the signed heads of audit logs in `place` too.
    pub fn with_audit_heads(self, place: HeadPlace) -> Self {
        Self { head_place: Some(place), ..self }
    }

    /// Accepts `token` as the internal token of the operator's own services.
    pub fn with_internal_token(self, token: &str) -> Self {
        Self { internal_token: Some(secret_hash(token)), ..self }
    }

    /// Refuses these secrets from every client, even if their hashes are stored.
    pub fn with_refused_secrets(self, secrets: &[&str]) -> Self {
        Self { refused_secrets: secrets.iter().map(|secret| secret_hash(secret)).collect(), ..self }
    }

    /// Allows webhooks to send to private addresses.
    pub fn with_private_webhooks(self) -> Self {
        Self { webhook_guard: Guard { allow_private: true }, ..self }
    }

    /// Sets the URL of the portal, without a slash at its end.
    pub fn with_public_url(self, url: &str) -> Self {
        Self { public_url: Some(url.to_owned()), ..self }
    }

    /// Sends mail to users; their links need [`Self::with_public_url`].
    pub fn with_mailer(self, mailer: Mailer) -> Self {
        Self { mailer: Some(mailer), ..self }
    }

    /// Creates a worker for every kind of job. Mail is left to processes that can send it.
    pub fn worker(&self) -> Result<Worker, Error> {
        let background = Self { db: self.background_db.clone(), ..self.clone() };
        let worker = Worker::new(self.jobs.clone())
            .with(WebhookDispatch::new(background.clone())?)
            .with(ExportRun::new(background.clone(), self.export_workers))
            .with(ExportCleanup::new(background.clone()))
            .with(AuditHeads::new(background.clone()))
            .with(ContactFill::new(background.clone()))
            .with(RedactionUpdate::new(background.clone()))
            .with(NumberUpdate::new(background.clone()))
            .with(UnlockExpiry::new(background.clone()))
            .with(RawTextRemoval::new(background.clone()))
            .with(Housekeeping::new(background.clone()));
        Ok(match &self.mailer {
            Some(mailer) => worker.with(MailDelivery::new(background, mailer.clone())),
            None => worker,
        })
    }

    /// The queue of background jobs.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Checks that the database can be read and written, and that recordings are where they were.
    ///
    /// # Errors
    /// [`Error::MediaUnreachable`] while the folder of recordings is missing.
    pub async fn ready(&self) -> Result<(), Error> {
        self.db.probe().await?;
        if self.media.is_present() { Ok(()) } else { Err(Error::MediaUnreachable) }
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.leases.close().await;
        self.background_db.close().await;
        self.db.close().await;
    }

    /// The current time, by the portal's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now().as_millisecond()
    }
}
