//! `earshot redact --stdin`: redaction of conversations that a program sends line by line.

use std::{
    borrow::Cow,
    io::{BufRead, BufReader, BufWriter, ErrorKind, Write, stdin, stdout},
    process::ExitCode,
};

use anyhow::Context;
use earshot_backend::redaction::{Found, Names, Redacted, redact_lines};
use serde::{Deserialize, Serialize};

use super::redact_again::redact_again;
use crate::{cli::RedactArgs, config::names};

/// Bytes that are read and written together.
const BUFFER: usize = 1 << 16;

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow)]
    turns: Vec<Cow<'a, str>>,
}

#[derive(Serialize)]
struct Answer {
    turns: Vec<String>,
    spans: Vec<Vec<Span>>,
}

#[derive(Debug, Serialize, PartialEq, Eq)]
struct Span {
    start: usize,
    end: usize,
    label: &'static str,
}

/// `earshot redact …`
pub(crate) async fn redact(args: RedactArgs) -> anyhow::Result<ExitCode> {
    if args.again {
        return redact_again(args).await;
    }
    let names = names(args.data.names.as_deref())?;
    let work = move || redact_all(BufReader::with_capacity(BUFFER, stdin()), stdout(), names);
    tokio::task::spawn_blocking(work).await??;
    Ok(ExitCode::SUCCESS)
}

/// Answers every line. Of the input, one line is in memory.
fn redact_all(
    mut input: BufReader<impl std::io::Read>,
    output: impl Write,
    names: Names,
) -> anyhow::Result<()> {
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let (mut line, mut number) = (Vec::new(), 0_u64);
    loop {
        line.clear();
        let read = input.read_until(b'\n', &mut line).context("standard input")?;
        if read == 0 {
            break;
        }
        number = number.saturating_add(1);
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answered = answer(&line, names).with_context(|| format!("line {number}"));
        let written = answered.and_then(|answer| write_line(&mut output, &answer));
        // What was answered before a bad line is not lost with it.
        if written.is_err() || input.buffer().is_empty() {
            ended_early(output.flush())?;
        }
        if !written? {
            return Ok(());
        }
    }
    ended_early(output.flush()).map(|_| ())
}

/// Writes an answer; `false` if nobody reads any more.
fn write_line(output: &mut impl Write, answer: &Answer) -> anyhow::Result<bool> {
    let mut text = serde_json::to_vec(answer)?;
    text.push(b'\n');
    ended_early(output.write_all(&text))
}

/// `false` if the reader of the output has gone, as `head` does.
fn ended_early(written: std::io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error).context("standard output"),
        Ok(()) => Ok(true),
    }
}

fn answer(line: &[u8], names: Names) -> anyhow::Result<Answer> {
    let asked: Asked<'_> = serde_json::from_slice(line)?;
    let redacted = redact_lines(asked.turns.iter().map(AsRef::as_ref), names);
    let spans = asked.turns.iter().zip(&redacted).map(|(text, turn)| spans(text, turn)).collect();
    Ok(Answer { turns: redacted.into_iter().map(|turn| turn.text).collect(), spans })
}

/// The spans of a turn, counted in characters.
fn spans(text: &str, turn: &Redacted) -> Vec<Span> {
    let (mut characters, mut at) = (0_usize, 0_usize);
    let mut place = |byte: usize| {
        characters = characters.saturating_add(text[at..byte].chars().count());
        at = byte;
        characters
    };
    let span = |Found { kind, range }: &Found| Span {
        start: place(range.start),
        end: place(range.end),
        label: kind.label(),
    };
    turn.found.iter().map(span).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redacted(input: &str) -> (anyhow::Result<()>, String) {
        let mut output = Vec::new();
        let ended = redact_all(BufReader::new(input.as_bytes()), &mut output, Names::Off);
        (ended, String::from_utf8(output).unwrap())
    }

    #[test]
    fn spans_count_characters_of_the_input() {
        let (ended, output) = redacted("{\"turns\":[\"Zoë: a@b.com\",\"ok\"]}\n\n{\"turns\":[]}");
        ended.unwrap();
        assert_eq!(
            output,
            "{\"turns\":[\"Zoë: [EMAIL]\",\"ok\"],\
             \"spans\":[[{\"start\":5,\"end\":12,\"label\":\"EMAIL\"}],[]]}\n\
             {\"turns\":[],\"spans\":[]}\n"
        );
    }

    #[test]
    fn a_bad_line_is_named_after_the_lines_before_it() {
        for bad in ["{", "[]", "{\"turns\":[1]}", "{\"turns\":\"a\"}", "\u{fffd}"] {
            let (ended, output) = redacted(&format!("{{\"turns\":[\"hi\"]}}\n{bad}\n"));
            assert!(ended.unwrap_err().to_string().contains("line 2"), "{bad}");
            assert_eq!(output.lines().count(), 1, "{bad}");
        }
    }
}
