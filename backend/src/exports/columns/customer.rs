//! The customer of a call, whose data is only exported when the source verified the identity
//! (docs/compatibility.md#askvault-customer).

use earshot_domain::Customer;

use super::{column::Context, conversation::ConversationView as View, value::Value};
use crate::{
    Error,
    privacy::encryption::{Sealed, TenantKey},
    store::ConversationRow,
};

/// A customer whose identity the source verified.
pub(super) struct VerifiedCustomer(Customer);

impl VerifiedCustomer {
    /// Opens the sealed customer of a call; `None` without one, or without a verified identity.
    pub(super) fn open(row: &ConversationRow, key: &TenantKey) -> Result<Option<Self>, Error> {
        let Some(sealed) = &row.customer_encrypted else { return Ok(None) };
        let customer: Customer =
            serde_json::from_slice(&key.open(Sealed::Customer, row.cells.id, sealed)?)?;
        Ok((customer.identity_verified == Some(true)).then_some(Self(customer)))
    }

    /// What the pseudonym is made of: the number, by which callers have theirs, before anything else.
    fn identity(&self) -> Option<&str> {
        let Customer { id, name, email, phone, .. } = &self.0;
        [phone, email, id, name].into_iter().find_map(|part| filled(part.as_deref()))
    }
}

type Part = fn(&Customer) -> Option<&str>;
type Read<'a> = Result<Value<'a>, Error>;

pub(super) fn name<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    part(call, context, |customer| customer.name.as_deref())
}

pub(super) fn email<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    part(call, context, |customer| customer.email.as_deref())
}

pub(super) fn phone<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    part(call, context, |customer| customer.phone.as_deref())
}

/// Absent with pseudonyms, next to which the organisation could tell who it is.
pub(super) fn company<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    if context.pseudonyms.is_some() {
        return Ok(Value::Null);
    }
    part(call, context, |customer| customer.company.as_deref())
}

pub(super) fn verified<'a>(call: &'a View<'_>, context: &'a Context<'_>) -> Read<'a> {
    Ok(Value::Bool(call.customer(context.key)?.is_some()))
}

/// A part of the verified customer; with pseudonyms, the one identity that all parts stand for.
fn part<'a>(call: &'a View<'_>, context: &Context<'_>, part: Part) -> Read<'a> {
    let Some(customer) = call.customer(context.key)? else { return Ok(Value::Null) };
    let text = filled(part(&customer.0));
    Ok(Value::optional(if context.pseudonyms.is_some() {
        text.and_then(|_| customer.identity())
    } else {
        text
    }))
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}
