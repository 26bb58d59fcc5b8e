//! Paths in token streams, such as the contents of macros and attributes.

use proc_macro2::{TokenStream, TokenTree};

use super::{parse::Mention, syntax::plain};

/// Collects the paths of at least two segments.
pub(super) fn paths(tokens: TokenStream, found: &mut Vec<Mention>) {
    let mut path = Mention { path: Vec::new(), line: 0 };
    let mut colons = 0;
    for token in tokens {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            TokenTree::Ident(name) => {
                if colons != 2 || path.path.is_empty() {
                    finish(&mut path, found);
                    path.line = name.span().start().line;
                }
                path.path.push(plain(&name));
                colons = 0;
            }
            other => {
                finish(&mut path, found);
                colons = 0;
                if let TokenTree::Group(group) = other {
                    paths(group.stream(), found);
                }
            }
        }
    }
    finish(&mut path, found);
}

/// Adds the current path if it is complete, and starts the next.
fn finish(path: &mut Mention, found: &mut Vec<Mention>) {
    let path = std::mem::replace(path, Mention { path: Vec::new(), line: 0 });
    if path.path.len() > 1 {
        found.push(path);
    }
}
