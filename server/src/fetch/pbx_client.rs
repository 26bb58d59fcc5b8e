//! Client of a PBX: tokens, the request for a file of call legs, and its download.

use std::{fs::File, time::Duration};

use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde::Deserialize;
use serde_json::json;
use tokio::io::AsyncWriteExt;

use super::{
    FetchError,
    integrity::{Download, inspect},
    tls::client_config,
};

/// Time within which the PBX must accept a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time within which the PBX must send something; producing a file may take a while.
const READ_TIMEOUT: Duration = Duration::from_mins(2);
/// Largest answer that is not a file, in bytes.
const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// Most characters of the PBX's own message that are repeated.
const MAX_MESSAGE_CHARS: usize = 100;

const GET_TOKEN: &str = "get_token";
const DEL_TOKEN: &str = "del_token";
const AIDOWNLOAD: &str = "cdr/aidownload";
const DOWNLOAD: &str = "download";

/// Client of one PBX, with its credentials.
pub(crate) struct PbxClient {
    http: Client,
    base: String,
    client_id: String,
    secret: String,
    token: Option<String>,
}

/// File that the PBX offers.
pub(crate) struct PbxFile {
    /// Name of the file.
    pub(crate) name: String,
    path: String,
}

/// Fields of the answers: the code and the message of all, and those of the interfaces used here.
#[derive(Deserialize)]
struct Answer {
    errcode: i64,
    #[serde(default)]
    errmsg: String,
    access_token: Option<String>,
    file: Option<String>,
    download_resource_url: Option<String>,
}

impl PbxClient {
    /// Creates a client of the PBX at `base`, such as `https://pbx.example:8088`. `certificates` in PEM
    /// are trusted instead of the system's.
    pub(crate) fn new(
        base: &str,
        client_id: &str,
        secret: String,
        certificates: Option<&[u8]>,
    ) -> anyhow::Result<Self> {
        earshot_backend::use_ring();
        let mut http = Client::builder()
            .user_agent(concat!("earshot/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(READ_TIMEOUT)
            // The vendor asks for one connection per request.
            .pool_max_idle_per_host(0)
            // A redirect would send the secret or the token to another host.
            .redirect(Policy::none());
        if let Some(certificates) = certificates {
            http = http.tls_backend_preconfigured(client_config(certificates)?);
        }
        let base = base.to_owned();
        Ok(Self { http: http.build()?, base, client_id: client_id.to_owned(), secret, token: None })
    }

    /// Requests a file of the legs between two times, written as the PBX displays them; `None` when
    /// there are none.
    pub(crate) async fn request_file(
        &mut self,
        start: &str,
        end: &str,
    ) -> Result<Option<PbxFile>, FetchError> {
        let times = [("start_time", start), ("end_time", end)];
        let ask = async |this: &Self, token: &str| {
            this.answer(AIDOWNLOAD, this.http.get(this.interface(AIDOWNLOAD, token, &times))).await
        };
        let answer = match self.with_token(ask).await {
            Err(FetchError::Refused { code: 60001, .. }) => return Ok(None),
            answer => answer?,
        };
        match (answer.file, answer.download_resource_url) {
            // A path only: another host would receive the token.
            (Some(name), Some(path)) if path.starts_with('/') => Ok(Some(PbxFile { name, path })),
            _ => Err(FetchError::UnexpectedAnswer(AIDOWNLOAD)),
        }
    }

    /// Downloads a file into an unnamed temporary file.
    pub(crate) async fn download(&mut self, file: &PbxFile) -> Result<File, FetchError> {
        self.with_token(async |this: &Self, token: &str| {
            let address = format!("{}{}?{}", this.base, file.path, query(token, &[]));
            let response = send(DOWNLOAD, this.http.get(address)).await?;
            if response.status() != StatusCode::OK {
                return Err(status_error(DOWNLOAD, response).await);
            }
            let mut stored = store(response).await?;
            match inspect(&mut stored)? {
                Download::Complete => Ok(stored),
                Download::Answer(bytes) => {
                    Err(refusal_in(DOWNLOAD, &bytes)
                        .unwrap_or(FetchError::UnexpectedAnswer(DOWNLOAD)))
                }
            }
        })
        .await
    }

    /// Releases the token, if there is one: only eight can be valid at once.
    pub(crate) async fn sign_out(&mut self) -> Result<(), FetchError> {
        if let Some(token) = self.token.take() {
            let address = self.interface(DEL_TOKEN, &token, &[]);
            self.answer(DEL_TOKEN, self.http.get(address)).await?;
        }
        Ok(())
    }

    /// Sends a request with a token, and once more with a new one when it has expired meanwhile.
    async fn with_token<T>(
        &mut self,
        ask: impl AsyncFn(&Self, &str) -> Result<T, FetchError>,
    ) -> Result<T, FetchError> {
        let token = self.token().await?;
        match ask(self, &token).await {
            Err(FetchError::Refused { code: 10004, .. }) => {
                self.token = None;
                let token = self.token().await?;
                ask(self, &token).await
            }
            answer => answer,
        }
    }

    async fn token(&mut self) -> Result<String, FetchError> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let body = json!({ "username": self.client_id, "password": self.secret }).to_string();
        let request = self
            .http
            .post(format!("{}/openapi/v2.0/{GET_TOKEN}", self.base))
            .header("content-type", "application/json")
            .body(body);
        let token = self.answer(GET_TOKEN, request).await?.access_token;
        let token = token.ok_or(FetchError::UnexpectedAnswer(GET_TOKEN))?;
        Ok(self.token.insert(token).clone())
    }

    fn interface(&self, interface: &str, token: &str, pairs: &[(&str, &str)]) -> String {
        format!("{}/openapi/v2.0/{interface}?{}", self.base, query(token, pairs))
    }

    async fn answer(
        &self,
        interface: &'static str,
        request: RequestBuilder,
    ) -> Result<Answer, FetchError> {
        let response = send(interface, request).await?;
        if response.status() != StatusCode::OK {
            return Err(status_error(interface, response).await);
        }
        let bytes = read_answer(interface, response).await?;
        if let Some(refused) = refusal_in(interface, &bytes) {
            return Err(refused);
        }
        serde_json::from_slice(&bytes).map_err(|_| FetchError::UnexpectedAnswer(interface))
    }
}

fn query(token: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("access_token", token).extend_pairs(pairs).finish()
}

async fn send(interface: &'static str, request: RequestBuilder) -> Result<Response, FetchError> {
    request.send().await.map_err(network(interface, "the PBX cannot be reached"))
}

/// Maps a network error; leaves out the URL, which holds a token.
fn network(interface: &'static str, what: &'static str) -> impl Fn(reqwest::Error) -> FetchError {
    move |error| FetchError::Network { interface, what, source: error.without_url() }
}

/// Returns the error that an answer holds, if any.
fn refusal_in(interface: &'static str, bytes: &[u8]) -> Option<FetchError> {
    let answer: Answer = serde_json::from_slice(bytes).ok()?;
    let printable = |character: &char| !character.is_control();
    let message = answer.errmsg.chars().filter(printable).take(MAX_MESSAGE_CHARS).collect();
    (answer.errcode != 0).then_some(FetchError::Refused {
        interface,
        code: answer.errcode,
        message,
    })
}

/// Returns the error of a status other than 200, by the PBX's own code if the body has one.
async fn status_error(interface: &'static str, response: Response) -> FetchError {
    let status = response.status().as_u16();
    let body = read_answer(interface, response).await.unwrap_or_default();
    refusal_in(interface, &body).unwrap_or(FetchError::Status { interface, status })
}

/// Reads the body of an answer, which is short.
async fn read_answer(
    interface: &'static str,
    mut response: Response,
) -> Result<Vec<u8>, FetchError> {
    let mut bytes = Vec::new();
    let broken = network(interface, "the answer was cut off");
    while let Some(chunk) = response.chunk().await.map_err(&broken)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_ANSWER_BYTES {
            return Err(FetchError::UnexpectedAnswer(interface));
        }
    }
    Ok(bytes)
}

/// Stores the body of a response in an unnamed temporary file.
async fn store(mut response: Response) -> Result<File, FetchError> {
    let mut file = tokio::fs::File::from_std(tempfile::tempfile()?);
    let broken = network(DOWNLOAD, "the file was cut off");
    while let Some(chunk) = response.chunk().await.map_err(&broken)? {
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    Ok(file.into_std().await)
}
