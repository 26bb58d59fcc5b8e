//! Relations between what is stored of a call and what a record says of it again.

mod change;

pub(super) use change::{
    Change, compliance, consent, extends_function_call, growing, json, list, optional, plain, text,
    word,
};
