//! Training of the chain's weights: stochastic gradients with `AdaGrad`, from basic operations alone.

use earshot_names::{
    Coarse, Edges, FEATURES, Features, Gap, Lexicon, SCALE, Turn, is_candidate, read,
};

use super::{corpus::Item, dice::Dice, exp::exp};

/// Passes over the examples.
const PASSES: usize = 3;
const RATE: f32 = 0.12;
/// Share of the features that a pass leaves out, in per cent, so that no feature is relied on alone.
const DROPPED: u64 = 22;
/// Share of the features that a pass keeps.
const KEPT: f64 = 0.78;
/// Pull of every used weight towards zero.
const DECAY: f32 = 3e-6;

/// A token of an example.
struct Node {
    features: Vec<u32>,
    edge: Edges,
    is_name: bool,
}

/// Consecutive tokens that may be names, and the way out.
struct Example {
    nodes: Vec<Node>,
    last: Edges,
}

/// Returns the trained weights, one byte each.
pub(super) fn train(items: &[Item], lexicon: &Lexicon) -> Vec<u8> {
    let examples: Vec<Example> = items.iter().flat_map(|item| examples(item, lexicon)).collect();
    print_gate(items, lexicon);
    let mut trainer = Trainer { weights: vec![0.0; FEATURES], squares: vec![1e-3; FEATURES] };
    let mut dice = Dice::new(11);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for pass in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let loss: f64 = order.iter().map(|at| trainer.step(&examples[*at], &mut dice)).sum();
        println!("pass {pass}: {} examples, error {loss:.0}", examples.len());
    }
    trainer.weights.iter().map(|weight| quantise(*weight)).collect()
}

/// Prints which share of all words the gate lets through, and which share of the words of names it loses.
fn print_gate(items: &[Item], lexicon: &Lexicon) {
    let (mut words, mut passed, mut names, mut lost) = (0, 0, 0, 0);
    for item in items.iter().take(5000) {
        let texts: Vec<&str> = item.turns.iter().map(String::as_str).collect();
        for (turn, ranges) in read(&texts, lexicon).iter().zip(&item.names) {
            for (at, token) in turn.tokens.iter().enumerate() {
                let is_name = ranges.iter().any(|range| range.contains(&token.start));
                let passes = is_candidate(turn, at);
                words += 1;
                passed += usize::from(passes);
                names += usize::from(is_name);
                lost += usize::from(is_name && !passes);
            }
        }
    }
    println!("gate: {passed} of {words} words pass, {lost} of {names} words of names do not");
}

/// The byte of a weight.
#[expect(clippy::cast_possible_truncation, reason = "clamped")]
fn quantise(weight: f32) -> u8 {
    let scaled = weight * f32::from(SCALE);
    let rounded = if scaled < 0.0 { scaled - 0.5 } else { scaled + 0.5 };
    (rounded.clamp(-127.0, 127.0) as i8).cast_unsigned()
}

/// The chains of a conversation.
fn examples(item: &Item, lexicon: &Lexicon) -> Vec<Example> {
    let texts: Vec<&str> = item.turns.iter().map(String::as_str).collect();
    let mut out = Vec::new();
    for (turn, names) in read(&texts, lexicon).iter().zip(&item.names) {
        let mut at = 0;
        while at < turn.tokens.len() {
            let mut nodes = Vec::new();
            while is_candidate(turn, at) {
                let token = &turn.tokens[at];
                let mut features = Vec::with_capacity(48);
                Features::new(turn).of(at, &mut |index| {
                    features.push(u32::try_from(index).unwrap_or_default());
                });
                let is_name =
                    names.iter().any(|name| name.start <= token.start && token.end <= name.end);
                nodes.push(Node { features, edge: edge(turn, at), is_name });
                at += 1;
            }
            if !nodes.is_empty() {
                out.push(Example { nodes, last: edge(turn, at) });
            }
            at += 1;
        }
    }
    out
}

fn edge(turn: &Turn, at: usize) -> Edges {
    let coarse = |at: usize| turn.entries.get(at).map_or(Coarse(0), |entry| entry.coarse());
    let before = at.checked_sub(1).map_or(Coarse(0), coarse);
    Edges::new(before, turn.tokens.get(at).map_or(Gap::Start, |token| token.gap), coarse(at))
}

struct Trainer {
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Trainer {
    /// Learns from one chain; returns its error.
    fn step(&mut self, example: &Example, dice: &mut Dice) -> f64 {
        let masks: Vec<u64> = example.nodes.iter().map(|_| dice.next()).collect();
        let nodes = example.nodes.iter().zip(&masks);
        let scores: Vec<f64> = nodes
            .map(
                |(node, mask)| exp(kept(node, *mask).map(|at| self.weight(at)).sum::<f64>() / KEPT),
            )
            .collect();
        let mut edges: Vec<[f64; 3]> =
            example.nodes.iter().map(|node| self.edge(node.edge)).collect();
        edges.push(self.edge(example.last));
        let beliefs = Beliefs::new(&scores, &edges);
        let mut error = 0.0;
        let mut was_name = false;
        for (at, node) in example.nodes.iter().enumerate() {
            let [name, begins, goes_on, ends] = beliefs.at(at, &scores, &edges);
            let slope = name - f64::from(u8::from(node.is_name));
            error += slope.abs();
            for feature in kept(node, masks[at]) {
                self.learn(feature, slope / KEPT);
            }
            let is = |flag: bool| f64::from(u8::from(flag));
            self.learn(node.edge.begins, begins - is(!was_name && node.is_name));
            self.learn(node.edge.ends, ends - is(was_name && !node.is_name));
            for feature in node.edge.goes_on {
                self.learn(feature, goes_on - is(was_name && node.is_name));
            }
            was_name = node.is_name;
        }
        let [.., ends] = beliefs.at(example.nodes.len(), &scores, &edges);
        self.learn(example.last.ends, ends - f64::from(u8::from(was_name)));
        error
    }

    fn weight(&self, at: usize) -> f64 {
        f64::from(self.weights[at])
    }

    /// Factors of beginning, going on and ending.
    fn edge(&self, edges: Edges) -> [f64; 3] {
        let goes_on = edges.goes_on.into_iter().map(|at| self.weight(at)).sum();
        [exp(self.weight(edges.begins)), exp(goes_on), exp(self.weight(edges.ends))]
    }

    #[expect(clippy::cast_possible_truncation, reason = "a probability")]
    fn learn(&mut self, at: usize, slope: f64) {
        let slope = slope as f32 + DECAY * self.weights[at];
        self.squares[at] += slope * slope;
        self.weights[at] -= RATE * slope / self.squares[at].sqrt();
        self.weights[at] = self.weights[at].clamp(-3.96, 3.96);
    }
}

/// The features of a node without those that this pass leaves out.
fn kept(node: &Node, mask: u64) -> impl Iterator<Item = usize> {
    node.features
        .iter()
        .filter(move |feature| {
            let roll = (u64::from(**feature) ^ mask).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
            roll % 100 >= DROPPED
        })
        .map(|feature| *feature as usize)
}

/// Sums over all labellings before and behind each token: (no name, name), scaled to a sum of one.
struct Beliefs {
    forward: Vec<[f64; 2]>,
    backward: Vec<[f64; 2]>,
}

impl Beliefs {
    fn new(scores: &[f64], edges: &[[f64; 3]]) -> Self {
        let mut forward = vec![[1.0, 0.0]];
        for (score, [begins, goes_on, ends]) in scores.iter().zip(edges) {
            let [other, name] = forward[forward.len() - 1];
            forward.push(scaled([other + name * ends, (other * begins + name * goes_on) * score]));
        }
        let last = edges[scores.len()];
        let mut backward = vec![scaled([1.0, last[2]])];
        for (score, [begins, goes_on, ends]) in scores.iter().zip(edges).rev() {
            let [other, name] = backward[backward.len() - 1];
            backward.push(scaled([
                other + name * score * begins,
                other * ends + name * score * goes_on,
            ]));
        }
        backward.reverse();
        Self { forward, backward }
    }

    /// Probabilities at a token: a name; one begins, goes on, has ended.
    fn at(&self, at: usize, scores: &[f64], edges: &[[f64; 3]]) -> [f64; 4] {
        let [other, name] = self.forward[at];
        let [begins, goes_on, ends] = edges[at];
        let (score, [other_behind, name_behind]) = match scores.get(at) {
            Some(score) => (*score, self.backward[at + 1]),
            // Behind the last token no name begins or goes on.
            None => (0.0, [1.0, 0.0]),
        };
        let stays = other * other_behind;
        let begins = other * begins * score * name_behind;
        let goes_on = name * goes_on * score * name_behind;
        let ends = name * ends * other_behind;
        let sum = stays + begins + goes_on + ends;
        [(begins + goes_on) / sum, begins / sum, goes_on / sum, ends / sum]
    }
}

fn scaled([a, b]: [f64; 2]) -> [f64; 2] {
    [a / (a + b), b / (a + b)]
}
