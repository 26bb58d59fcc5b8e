//! Building of the tagger's data, and its check.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use earshot_names::{Lexicon, Names, Setting};
use sha2::{Digest, Sha256};

use super::{
    brands,
    chains::Chains,
    corpus::{self, Form, Item, Sources},
    dice::Dice,
    frames::Frames,
    kinds, lists,
    lists::NameLists,
    places::Places,
    pools::{self, Part},
    slots::Inventor,
    sources::hex,
    table,
    train::train as train_weights,
    values::Values,
    words::listed,
};

/// Conversations to learn from.
const ITEMS: usize = 90_000;
/// Conversations to choose settings by.
const TRIALS: usize = 4_000;

/// Everything that was read.
struct Inputs {
    frames: Frames,
    places: Places,
    brands: Vec<String>,
    training: pools::Names,
    test: pools::Names,
    inventor: Inventor,
    chains: Chains,
    words: Vec<u8>,
}

impl Inputs {
    fn load(root: &Path, hold_out: bool) -> Result<Self> {
        let folder = sources(root);
        let frames = Frames::load(&root.join("names/training"), hold_out)?;
        let names = NameLists::load(&folder)?;
        let words = lists::words(&folder)?;
        let places = Places::load(&folder)?;
        let brands = brands::load(&folder)?;
        let table = table::write(&names, &words, &places, &brands, &spoken(&frames));
        Ok(Self {
            training: pools::Names::new(&names, &words, Part::Training),
            test: pools::Names::new(&names, &words, Part::Test),
            inventor: Inventor::new(&names),
            chains: Chains::load(&folder, &words)?,
            words: table,
            frames,
            places,
            brands,
        })
    }

    fn values(&self, part: Part) -> Values<'_> {
        let names = if part == Part::Test { &self.test } else { &self.training };
        Values { names, places: &self.places, brands: &self.brands }
    }

    fn sources<'l>(&'l self, frames: &'l Frames, part: Part) -> Sources<'l> {
        let (inventor, chains) = (&self.inventor, &self.chains);
        Sources { frames, values: self.values(part), inventor, chains }
    }

    fn weights(&self) -> Result<Vec<u8>> {
        let lexicon = Lexicon::parse(&self.words).context("the word list is damaged")?;
        let mut dice = Dice::new(1);
        let sources = self.sources(&self.frames, Part::Training);
        let draw = |_| corpus::draw(sources, &mut dice);
        let items: Vec<Item> = (0..ITEMS).map(draw).collect();
        Ok(train_weights(&items, &lexicon))
    }
}

/// Trains the tagger, and writes its data and the sentences of its test.
pub(crate) fn train(root: &Path) -> Result<()> {
    let inputs = Inputs::load(root, false)?;
    let weights = inputs.weights()?;
    let data = root.join("names/data");
    fs::create_dir_all(&data)?;
    fs::write(data.join("words.bin"), &inputs.words)?;
    fs::write(data.join("weights.bin"), &weights)?;
    fs::write(data.join("SHA256SUMS"), sums(&inputs.words, &weights))?;
    let tests = root.join("names/tests");
    let values = inputs.values(Part::Test);
    kinds::write(&tests.join("frames"), &tests.join("kinds"), values, &inputs.inventor)?;
    println!("{} KB of words, {} KB of weights", inputs.words.len() / 1024, weights.len() / 1024);
    Ok(())
}

/// Trains the tagger again, and fails unless the data in the repository is the same.
pub(crate) fn check(root: &Path) -> Result<()> {
    let inputs = Inputs::load(root, false)?;
    let stored = fs::read_to_string(root.join("names/data/SHA256SUMS"))?;
    let trained = sums(&inputs.words, &inputs.weights()?);
    ensure!(stored == trained, "the trained data differs from names/data:\n{trained}");
    Ok(())
}

/// Trains on most frames, and prints how the others with other names are read.
pub(crate) fn evaluate(root: &Path) -> Result<()> {
    let inputs = Inputs::load(root, true)?;
    let tagger = Names::parse(&inputs.words, &inputs.weights()?).context("damaged data")?;
    let frames = Frames {
        with: inputs.frames.held_out.clone(),
        without: inputs.frames.held_out.clone(),
        pairs: inputs.frames.held_out_pairs.clone(),
        ..Frames::default()
    };
    for setting in [Setting::Balanced, Setting::Careful] {
        for form in
            [Form::Written, Form::Speech, Form::Lower, Form::SmallNames, Form::Typos, Form::Upper]
        {
            let mut dice = Dice::new(5);
            let sources = inputs.sources(&frames, Part::Test);
            let draw = |_| corpus::draw_as(form, sources, &mut dice);
            let items: Vec<Item> = (0..TRIALS).map(draw).collect();
            println!("{setting:?} {form:?}: {}", score(&tagger, &items, setting));
        }
    }
    Ok(())
}

/// Prints some conversations of the training, with their names marked.
pub(crate) fn sample(root: &Path) -> Result<()> {
    let inputs = Inputs::load(root, false)?;
    let mut dice = Dice::new(3);
    for _ in 0..60 {
        let item = corpus::draw(inputs.sources(&inputs.frames, Part::Training), &mut dice);
        for (text, names) in item.turns.iter().zip(&item.names) {
            println!(
                "{text} {:?}",
                names.iter().map(|name| &text[name.clone()]).collect::<Vec<_>>()
            );
        }
        println!();
    }
    Ok(())
}

/// Names with a missed word, and marks that are no name, of some conversations.
fn score(tagger: &Names, items: &[Item], setting: Setting) -> String {
    let (mut names, mut leaked, mut marks, mut right) = (0, 0, 0, 0);
    for item in items {
        let texts: Vec<&str> = item.turns.iter().map(String::as_str).collect();
        let found = tagger.find(&texts, setting);
        for ((text, gold), found) in texts.iter().zip(&item.names).zip(&found) {
            names += gold.len();
            marks += found.len();
            let covers = |at: usize| found.iter().any(|range| range.contains(&at));
            leaked += gold
                .iter()
                .filter(|name| {
                    text[(*name).clone()]
                        .char_indices()
                        .any(|(at, sign)| sign.is_alphabetic() && !covers(name.start + at))
                })
                .count();
            right += found
                .iter()
                .filter(|mark| {
                    gold.iter().any(|name| name.start < mark.end && mark.start < name.end)
                })
                .count();
        }
    }
    let share = |part: usize, whole: usize| part * 1000 / whole.max(1);
    format!(
        "{leaked} of {names} leaked (0.{:03}), precision 0.{:03} of {marks}",
        share(leaked, names),
        share(right, marks)
    )
}

/// Words that frames have in small letters.
fn spoken(frames: &Frames) -> BTreeSet<String> {
    let mut texts: Vec<&str> = frames.all().collect();
    for word in listed() {
        texts.push(word);
    }
    let words = texts.into_iter().flat_map(|frame| {
        frame.split(|sign: char| !sign.is_alphanumeric() && !"'{}".contains(sign))
    });
    let is_word = |word: &&str| {
        word.len() >= 2 && word.chars().all(|sign| sign.is_lowercase() || sign == '\'')
    };
    words.filter(is_word).map(|word| word.trim_matches('\'').to_owned()).collect()
}

fn sums(words: &[u8], weights: &[u8]) -> String {
    let line = |name: &str, bytes: &[u8]| format!("{}  {name}\n", hex(&Sha256::digest(bytes)));
    line("weights.bin", weights) + &line("words.bin", words)
}

/// The folder of the downloaded packages.
fn sources(root: &Path) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    root.join(target).join("names/sources")
}
