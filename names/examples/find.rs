//! Marks the names of conversations: one a line, its turns separated by tabs. With `--careful` as the
//! first argument fewer are missed; with `--speed` the megabytes per second of one core are printed.

use std::{io::Read, time::Instant};

use earshot_names::{Names, Setting};

fn main() {
    let Some(names) = Names::embedded() else { return eprintln!("the data is damaged") };
    let word = std::env::args().nth(1).unwrap_or_default();
    let setting = if word == "--careful" { Setting::Careful } else { Setting::Balanced };
    let mut text = String::new();
    if std::io::stdin().read_to_string(&mut text).is_err() {
        return eprintln!("the input is not UTF-8");
    }
    let calls: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    if word == "--speed" {
        return measure(names, &calls, text.len());
    }
    for turns in &calls {
        let found = names.find(turns, setting);
        let marked: Vec<String> =
            turns.iter().zip(&found).map(|(turn, ranges)| mark(turn, ranges)).collect();
        println!("{}", marked.join("\t"));
    }
}

fn measure(names: &Names, calls: &[Vec<&str>], bytes: usize) {
    for _ in 0..7 {
        let begin = Instant::now();
        let found: usize = calls
            .iter()
            .flat_map(|turns| names.find(turns, Setting::Balanced))
            .map(|turn| turn.len())
            .sum();
        let micros = begin.elapsed().as_micros().max(1);
        println!("{found} names, {} MB/s", bytes as u128 / micros);
    }
}

fn mark(text: &str, ranges: &[std::ops::Range<usize>]) -> String {
    let mut out = String::new();
    let mut done = 0;
    for range in ranges {
        out.push_str(&text[done..range.start]);
        out.push('<');
        out.push_str(&text[range.clone()]);
        out.push('>');
        done = range.end;
    }
    out + &text[done..]
}
