//! Buckets for recordings: S3, compatible services, and Google Cloud Storage.

use std::{sync::Arc, time::Duration};

use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    gcp::{GoogleCloudStorageBuilder, GoogleConfigKey},
    multipart::MultipartStore,
    path::Path as Key,
    prefix::PrefixStore,
};

use crate::{Error, HeadPlace};

/// Variables that set another endpoint than the cloud's own.
const ENDPOINTS: [&str; 4] =
    ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "GOOGLE_BASE_URL"];
/// Time after which a server that does not answer is given up.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A bucket, with the interface for uploads in pieces.
pub(crate) struct Bucket {
    /// Its objects under the prefix.
    pub(crate) objects: Arc<dyn ObjectStore>,
    /// Uploads in pieces, whose keys have the prefix.
    pub(crate) uploads: Arc<dyn MultipartStore>,
    /// The prefix.
    pub(crate) prefix: Key,
}

/// Opens `s3://bucket/prefix` or `gs://bucket/prefix`, with the clouds' own variables. `setting` names
/// the setting at fault.
pub(crate) fn open(
    setting: &str,
    url: &str,
    variables: &[(String, String)],
) -> Result<Bucket, Error> {
    let place = Place::parse(setting, url)?;
    refuse_plain_http(variables)?;
    crate::use_ring();
    let prefix = Key::parse(place.prefix)
        .map_err(|_| Error::field(setting, format!("{url} has an invalid prefix")))?;
    let unusable = |error: object_store::Error| {
        Error::field(setting, format!("{url} cannot be used: {error}"))
    };
    match place.cloud {
        Cloud::S3 => {
            let store = s3(variables).with_bucket_name(place.bucket).build().map_err(unusable)?;
            Ok(bucket(store, prefix))
        }
        Cloud::Google => {
            let store = google(variables).with_bucket_name(place.bucket).build();
            Ok(bucket(store.map_err(unusable)?, prefix))
        }
    }
}

impl HeadPlace {
    /// A place in `s3://bucket/prefix` or `gs://bucket/prefix`, with the variables of its cloud.
    ///
    /// # Errors
    /// [`Error::Invalid`] names the setting at fault. The bucket is not accessed yet.
    pub fn bucket(url: &str, variables: &[(String, String)]) -> Result<Self, Error> {
        Ok(Self::new(open("audit_heads", url, variables)?.objects, url))
    }
}

fn bucket(store: impl ObjectStore + MultipartStore + Clone, prefix: Key) -> Bucket {
    Bucket {
        objects: Arc::new(PrefixStore::new(store.clone(), prefix.clone())),
        uploads: Arc::new(store),
        prefix,
    }
}

/// The refusal of a store that cannot be used: names the settings to check.
pub(crate) fn refusal(setting: &str, error: &object_store::Error) -> Error {
    use object_store::Error as StoreError;
    let what = match error {
        StoreError::NotFound { .. } => "do not exist: create the bucket, or check its name",
        StoreError::PermissionDenied { .. } | StoreError::Unauthenticated { .. } => {
            "are refused: check the credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
             or GOOGLE_SERVICE_ACCOUNT) and their permissions"
        }
        _ => {
            "cannot be reached: check the endpoint (AWS_ENDPOINT_URL or GOOGLE_BASE_URL), the region \
              (AWS_REGION) and the credentials"
        }
    };
    Error::field(setting, format!("{what} ({error})"))
}

fn s3(variables: &[(String, String)]) -> AmazonS3Builder {
    let start = AmazonS3Builder::new().with_client_options(client()).with_retry(retry());
    named(variables, "AWS_").fold(start, |builder, (name, value)| {
        match name.parse::<AmazonS3ConfigKey>() {
            Ok(key) => builder.with_config(key, value),
            Err(_) => builder,
        }
    })
}

fn google(variables: &[(String, String)]) -> GoogleCloudStorageBuilder {
    let start = GoogleCloudStorageBuilder::new().with_client_options(client()).with_retry(retry());
    named(variables, "GOOGLE_").fold(start, |builder, (name, value)| {
        match name.parse::<GoogleConfigKey>() {
            Ok(key) => builder.with_config(key, value),
            Err(_) => builder,
        }
    })
}

/// Variables of a cloud as its builder names them; its bucket is in the URL.
fn named<'a>(
    variables: &'a [(String, String)],
    prefix: &'static str,
) -> impl Iterator<Item = (String, &'a str)> {
    variables
        .iter()
        .filter(move |(name, _)| name.starts_with(prefix) && !name.contains("BUCKET"))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str()))
}

/// A transfer may take as long as playback, so only a lack of data ends it.
fn client() -> ClientOptions {
    ClientOptions::new()
        .with_timeout_disabled()
        .with_connect_timeout(TIMEOUT)
        .with_read_timeout(TIMEOUT)
}

fn retry() -> RetryConfig {
    RetryConfig { backoff: BackoffConfig::default(), max_retries: 3, retry_timeout: TIMEOUT }
}

/// Refuses plain HTTP, over which credentials and recordings could be read.
fn refuse_plain_http(variables: &[(String, String)]) -> Result<(), Error> {
    let value = |wanted: &str| {
        variables.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
    };
    for name in ENDPOINTS {
        let allow = if name.starts_with("AWS_") { "AWS_ALLOW_HTTP" } else { "GOOGLE_ALLOW_HTTP" };
        let plain = value(name).is_some_and(|url| url.starts_with("http://"));
        if plain && value(allow) != Some("true") {
            let message = format!("uses plain HTTP; set {allow}=true if the network is trusted");
            return Err(Error::field(name, message));
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cloud {
    S3,
    Google,
}

/// A bucket and a prefix in it.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    cloud: Cloud,
    bucket: &'a str,
    prefix: &'a str,
}

impl<'a> Place<'a> {
    fn parse(setting: &str, url: &'a str) -> Result<Self, Error> {
        let (cloud, rest) = match url.split_once("://") {
            Some(("s3", rest)) => (Cloud::S3, rest),
            Some(("gs", rest)) => (Cloud::Google, rest),
            _ => {
                let message = format!("{url} must be a folder, file:///, s3:// or gs://");
                return Err(Error::field(setting, message));
            }
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let named = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-_.".contains(&b);
        if !(3..=222).contains(&bucket.len()) || !bucket.bytes().all(named) {
            let message = format!("{url} must name a bucket, as in s3://bucket/prefix");
            return Err(Error::field(setting, message));
        }
        Ok(Self { cloud, bucket, prefix: prefix.trim_matches('/') })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str, variables: &[(&str, &str)]) -> String {
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        open("recordings", url, &variables).err().unwrap().problem().detail
    }

    #[test]
    fn a_bucket_is_named_with_an_optional_prefix() {
        let place = |cloud, bucket, prefix| Place { cloud, bucket, prefix };
        let parsed = |url| Place::parse("recordings", url).unwrap();
        assert_eq!(parsed("s3://calls"), place(Cloud::S3, "calls", ""));
        assert_eq!(parsed("gs://calls/a/b/"), place(Cloud::Google, "calls", "a/b"));
    }

    #[test]
    fn invalid_locations_are_refused_by_name() {
        assert!(refusal("s3://", &[]).contains("must name a bucket"));
        assert!(refusal("https://calls", &[]).contains("s3://"));
        assert!(refusal("s3://calls/../up", &[]).contains("prefix"));
        for name in ENDPOINTS {
            let message = refusal("s3://calls", &[(name, "http://store.example")]);
            assert!(message.starts_with(name) && message.contains("ALLOW_HTTP=true"), "{message}");
        }
    }
}
