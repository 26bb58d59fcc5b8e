//! Methods of the door's type: which a file adds to it, and which it calls.

use std::collections::BTreeSet;

use syn::{
    Expr, Fields, File, Item, ItemImpl, Macro, Member, ReturnType, Token, Type,
    punctuated::Punctuated,
    visit::{self, Visit},
};

use super::{
    rules::{DOOR_FIELD, DOOR_TYPE},
    syntax::{is_for_tests, plain, shape},
};

/// A method added to the door's type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Added {
    /// Its name.
    pub(super) name: String,
    /// The path of the type it returns; empty for anything but a plain type.
    pub(super) returns: Vec<String>,
}

/// A call of a method on a value of the door's type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// The method's name.
    pub(super) name: String,
    /// The line of the call.
    pub(super) line: usize,
}

/// The door's methods in one file, tests left out.
///
/// Types are not known here. A value is taken for the door when it is called so, when it is `self`
/// in the door's own `impl`, or when it is `self.0` in a newtype over the door.
#[derive(Debug, Default)]
pub(super) struct Methods {
    /// Methods it adds.
    pub(super) added: Vec<Added>,
    /// Calls it makes.
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

    fn is_door(&self, value: &Expr) -> bool {
        match value {
            Expr::Reference(inner) => self.is_door(&inner.expr),
            Expr::Paren(inner) => self.is_door(&inner.expr),
            Expr::Path(path) if path.path.is_ident("self") => {
                self.self_type.as_deref() == Some(DOOR_TYPE)
            }
            Expr::Path(path) => path.path.is_ident(DOOR_FIELD),
            Expr::Field(field) => match &field.member {
                Member::Named(name) => name == DOOR_FIELD,
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
        if self.self_type.as_deref() == Some(DOOR_TYPE) {
            let returns = match &method.sig.output {
                ReturnType::Type(_, result) => type_path(result),
                ReturnType::Default => Vec::new(),
            };
            self.added.push(Added { name: plain(&method.sig.ident), returns });
        }
        visit::visit_impl_item_fn(self, method);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if self.is_door(&call.receiver) {
            let line = call.method.span().start().line;
            self.calls.push(Call { name: plain(&call.method), line });
        }
        visit::visit_expr_method_call(self, call);
    }

    /// Most macros here take expressions, such as `try_join!`; the others stay unread.
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

/// The name of a tuple struct over the door's type.
fn newtype(item: &Item) -> Option<String> {
    let Item::Struct(item) = item else { return None };
    let Fields::Unnamed(fields) = &item.fields else { return None };
    let inner = match &fields.unnamed.first()?.ty {
        Type::Reference(reference) => &reference.elem,
        inner => inner,
    };
    let is_door = type_path(inner).last().is_some_and(|name| name == DOOR_TYPE);
    is_door.then(|| plain(&item.ident))
}

/// The segments of a plain type's path.
fn type_path(item: &Type) -> Vec<String> {
    match item {
        Type::Path(path) => path.path.segments.iter().map(|part| plain(&part.ident)).collect(),
        _ => Vec::new(),
    }
}
