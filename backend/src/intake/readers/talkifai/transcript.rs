//! The turns and function calls of a conversation export.

use earshot_domain::FunctionCall;

use super::{
    super::{IncomingTurn, json_error::describe},
    document::{Raw, SourceTurn},
};

/// The turns of `transcript.raw`.
pub(super) fn turns(raw: Option<Raw>) -> Result<Vec<IncomingTurn>, String> {
    let turns: Vec<SourceTurn> = match raw {
        None => Vec::new(),
        Some(Raw::Turns(turns)) => turns,
        Some(Raw::Text(text)) if text.trim().is_empty() => Vec::new(),
        Some(Raw::Text(text)) => serde_json::from_str::<Option<Vec<SourceTurn>>>(&text)
            .map_err(|error| format!("`transcript.raw`: {}", describe(text.as_bytes(), &error)))?
            .unwrap_or_default(),
    };
    turns.into_iter().map(turn).collect()
}

fn turn(turn: SourceTurn) -> Result<IncomingTurn, String> {
    let speaker = turn
        .speaker
        .0
        .ok_or("`speaker` of a turn must be agent, assistant, user, caller, customer or system")?;
    let at = turn.timestamp.map_or(Ok(None), |at| at.0)?;
    Ok(IncomingTurn { speaker, text: turn.text, at })
}

/// The function calls of both fields the API has used for them. A call in both is one call: the
/// second has its result, the first may not.
pub(crate) fn function_calls(
    parsed: Vec<FunctionCall>,
    with_results: Vec<FunctionCall>,
) -> Vec<FunctionCall> {
    let mut calls = parsed;
    let parsed = calls.len();
    for call in with_results {
        let known = calls[..parsed].iter_mut().find(|known| is_same(known, &call));
        match known {
            Some(known) => known.result = known.result.take().or(call.result),
            None => calls.push(call),
        }
    }
    calls
}

fn is_same(one: &FunctionCall, other: &FunctionCall) -> bool {
    one.function == other.function
        && one.timestamp == other.timestamp
        && one.parameters == other.parameters
}
