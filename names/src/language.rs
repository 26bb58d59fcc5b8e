//! Turns in other languages than English, whose words look like unlisted names.

use std::sync::LazyLock;

use crate::{
    hash::hash,
    lexicon::Entry,
    token::{Kind, Token},
};

/// Common words of other languages that are neither English nor parts of names.
const WORDS: &str = "\
    je tu nous vous est sont une des les et mon ma mes votre pour avec pas que qui sur dans oui \
    bonjour merci ich und ist nicht das wir sie ein eine mit auf bitte danke mein meine guten \
    haben ja que por para con una los las es mi su no gracias hola quiero tengo buenos como esta \
    il che per non sono una grazie buongiorno vorrei mio nao obrigado meu minha uma em voce bom \
    ik een het niet mijn graag goed dank jest nie tak prosze dzien dobry moje mam cela ici lundi \
    mardi mercredi jeudi vendredi samedi dimanche heures montag dienstag mittwoch donnerstag \
    freitag samstag uhr morgen abend lunes martes miercoles jueves viernes sabado der den dem \
    beim zum zur fur ihr ihnen noch auch wird habe hat bei nach uber heute wohne neben du au aux \
    ce cette plus bien comment monsieur madame los donde cuando porque tiene bir icin ve det som \
    til ikke jeg";

static FOREIGN: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut words: Vec<u64> = WORDS.split_whitespace().map(|word| hash(word.as_bytes())).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// Fewest words of another language in a turn that is in it.
const FEWEST: usize = 2;
/// Fewest words of a turn that is in another language because it has hardly an English one.
const FEWEST_UNKNOWN: usize = 5;

/// Whether a turn has more common words of other languages than English ones, or hardly an English one.
pub(crate) fn is_foreign(tokens: &[Token], entries: &[Entry]) -> bool {
    let (mut foreign, mut english, mut known, mut words) = (0, 0, 0, 0);
    for (token, entry) in tokens.iter().zip(entries) {
        if token.kind == Kind::Word {
            words += 1;
            known += usize::from(entry.word() >= 2);
            // Few English turns have a word that is rare enough to be looked up.
            if entry.word() >= 6 {
                english += 1;
            } else if FOREIGN.binary_search(&token.hash).is_ok() {
                foreign += 1;
            }
        }
    }
    (foreign >= FEWEST && foreign > english) || (words >= FEWEST_UNKNOWN && known * 5 < words)
}
