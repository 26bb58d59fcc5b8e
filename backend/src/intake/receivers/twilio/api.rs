//! Client of Twilio's API, for the resources of a transcript.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Client, StatusCode, redirect::Policy};
use serde_json::Value;

use super::super::TwilioSpec;
use crate::Error;

/// Twilio waits 15 seconds for the answer to its report.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);
/// Sentences per page, and pages: together more than a day of speech.
const PAGE_SIZE: usize = 1000;
const MAX_PAGES: usize = 100;

/// The API of one account.
pub(super) struct Api<'a> {
    client: Client,
    spec: &'a TwilioSpec,
    authorization: String,
}

impl<'a> Api<'a> {
    pub(super) fn new(spec: &'a TwilioSpec, secret: &str) -> Result<Self, Error> {
        crate::use_ring();
        let client = Client::builder().timeout(REQUEST_TIMEOUT).redirect(Policy::none()).build();
        let pair = BASE64_STANDARD.encode(format!("{}:{secret}", spec.account_sid));
        Ok(Self {
            client: client.map_err(Error::internal)?,
            spec,
            authorization: format!("Basic {pair}"),
        })
    }

    pub(super) async fn transcript(&self, sid: &str) -> Result<Value, Error> {
        self.get(&format!("{}/v2/Transcripts/{sid}", self.spec.intelligence_url)).await
    }

    /// All sentences of a transcript, page by page.
    pub(super) async fn sentences(&self, sid: &str) -> Result<Vec<Value>, Error> {
        let base = &self.spec.intelligence_url;
        let mut next = format!("{base}/v2/Transcripts/{sid}/Sentences?PageSize={PAGE_SIZE}");
        let mut all = Vec::new();
        for _ in 0..MAX_PAGES {
            let page = self.get(&next).await?;
            all.extend(page["sentences"].as_array().into_iter().flatten().cloned());
            let Some(following) = page.pointer("/meta/next_page_url").and_then(Value::as_str)
            else {
                return Ok(all);
            };
            // The account's token goes nowhere else, whatever an answer says.
            let path = following.split_once("/v2/").map(|(_, path)| path);
            let path = path.ok_or_else(|| Error::Upstream("Twilio".to_owned()))?;
            next = format!("{base}/v2/{path}");
        }
        Ok(all)
    }

    pub(super) async fn recording(&self, sid: &str) -> Result<Value, Error> {
        self.of_account("Recordings", sid).await
    }

    pub(super) async fn call(&self, sid: &str) -> Result<Value, Error> {
        self.of_account("Calls", sid).await
    }

    async fn of_account(&self, kind: &str, sid: &str) -> Result<Value, Error> {
        if !super::fetch::is_sid(sid) {
            return Ok(Value::Null);
        }
        let TwilioSpec { api_url, account_sid, .. } = self.spec;
        self.get(&format!("{api_url}/2010-04-01/Accounts/{account_sid}/{kind}/{sid}.json")).await
    }

    /// The resource at a URL; `null` where it does not exist any more.
    async fn get(&self, url: &str) -> Result<Value, Error> {
        let request = self.client.get(url).header("authorization", &self.authorization);
        let answer = request.send().await.map_err(|error| upstream(&error))?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(Value::Null),
            status if status.is_success() => {
                let body = answer.bytes().await.map_err(|error| upstream(&error))?;
                serde_json::from_slice(&body).map_err(|_| Error::Upstream("Twilio".to_owned()))
            }
            status => {
                tracing::error!(%status, "Twilio refused a request");
                Err(Error::Upstream("Twilio".to_owned()))
            }
        }
    }
}

fn upstream(error: &reqwest::Error) -> Error {
    // Without its address, which names a call.
    tracing::error!(timeout = error.is_timeout(), connect = error.is_connect(), "Twilio failed");
    Error::Upstream("Twilio".to_owned())
}
