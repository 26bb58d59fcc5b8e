//! Methods of the facade type: definitions and calls in a file.

use std::collections::BTreeSet;

use syn::{
    Expr, Fields, File, Item, ItemImpl, Macro, Member, ReturnType, Token, Type,
    punctuated::Punctuated,
    visit::{self, Visit},
};

use super::{
    rules::{FACADE_NAME, FACADE_TYPE},
    syntax::{is_for_tests, plain, shape},
};

/// A method added to the facade type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// Name.
    pub(super) name: String,
    /// Path of the return type; empty unless it is a plain path.
    pub(super) returns: Vec<String>,
}

/// A call of a method on a value of the facade type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The method's name.
    pub(super) name: String,
    /// The line of the call.
    pub(super) line: usize,
}

/// Methods of the facade type in one file, without tests.
///
/// Types are not resolved. A value is assumed to be the facade if it has that name, if it is `self`
/// in the facade's own `impl`, or if it is `self.0` in a newtype of the facade.
#[derive(Debug, Default)]
pub(super) struct Methods {
    /// Defined methods.
    pub(super) added: Vec<Added>,
    /// Calls.
    pub(super) calls: Vec<Call>,
    newtypes: BTreeSet<String>,
    self_type: Option<String>,
}

impl Methods {
    /// Reads a file.
    pub(super) fn of(file: &File) -> Self {
        let newtypes = file.items.iter().filter_map(newtype).collect();
        let mut methods = Self { newtypes, ..Self::default() };
        methods.visit_file(file);
        methods
    }

    fn is_facade(&self, value: &Expr) -> bool {
        match value {
            Expr::Reference(inner) => self.is_facade(&inner.expr),
            Expr::Paren(inner) => self.is_facade(&inner.expr),
            Expr::Path(path) if path.path.is_ident("self") => {
                self.self_type.as_deref() == Some(FACADE_TYPE)
            }
            Expr::Path(path) => path.path.is_ident(FACADE_NAME),
            Expr::Field(field) => match &field.member {
                Member::Named(name) => name == FACADE_NAME,
                Member::Unnamed(index) => {
                    let of_self =
                        matches!(&*field.base, Expr::Path(base) if base.path.is_ident("self"));
                    let is_newtype = |name: &String| self.newtypes.contains(name);
                    index.index == 0 && of_self && self.self_type.as_ref().is_some_and(is_newtype)
                }
            },
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Methods {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(shape(item).0) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let outer = self.self_type.replace(type_path(&item.self_ty).pop().unwrap_or_default());
        visit::visit_item_impl(self, item);
        self.self_type = outer;
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        if is_for_tests(&method.attrs) {
            return;
        }
        if self.self_type.as_deref() == Some(FACADE_TYPE) {
            let returns = match &method.sig.output {
                ReturnType::Type(_, result) => type_path(result),
                ReturnType::Default => Vec::new(),
            };
            self.added.push(Added { name: plain(&method.sig.ident), returns });
        }
        visit::visit_impl_item_fn(self, method);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if self.is_facade(&call.receiver) {
            let line = call.method.span().start().line;
            self.calls.push(Call { name: plain(&call.method), line });
        }
        visit::visit_expr_method_call(self, call);
    }

    /// Reads macros that take expressions, such as `try_join!`; others are skipped.
    fn visit_macro(&mut self, call: &'ast Macro) {
        let arguments = Punctuated::<Expr, Token![,]>::parse_terminated;
        let inner = call.parse_body_with(arguments).unwrap_or_default();
        for argument in &inner {
            let mut methods = Methods {
                newtypes: self.newtypes.clone(),
                self_type: self.self_type.clone(),
                ..Methods::default()
            };
            methods.visit_expr(argument);
            self.calls.append(&mut methods.calls);
        }
    }
}

/// Returns the name of a newtype of the facade type.
fn newtype(item: &Item) -> Option<String> {
    let Item::Struct(item) = item else { return None };
    let Fields::Unnamed(fields) = &item.fields else { return None };
    let inner = match &fields.unnamed.first()?.ty {
        Type::Reference(reference) => &reference.elem,
        inner => inner,
    };
    let is_facade = type_path(inner).last().is_some_and(|name| name == FACADE_TYPE);
    is_facade.then(|| plain(&item.ident))
}

/// Returns the segments of a plain type's path.
fn type_path(item: &Type) -> Vec<String> {
    match item {
        Type::Path(path) => path.path.segments.iter().map(|part| plain(&part.ident)).collect(),
        _ => Vec::new(),
    }
}
