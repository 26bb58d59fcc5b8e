//! Fields of the columns: a set, or single columns in an order.

use std::str::FromStr;

use earshot_domain::{
    CallColumn, ColumnSet, ExportRequest, ExportRequestForm as F, ExportTable, FieldError,
    MessageColumn, OrderButton,
};
use leptos::prelude::*;

use super::ordered_columns::OrderedColumns;
use crate::ui::{Choice, Erased, FieldProblems, SelectField, SubmittedForm};

/// The set of columns, and single columns in a panel that is closed until it is used.
#[component]
pub fn ColumnFields(
    /// The request so far.
    request: ExportRequest,
    /// The fields of the URL or of the submitted form.
    form: SubmittedForm,
    /// The errors of the refused form.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let fields: &[&'static str] = &[F::COLUMN, F::CALL_COLUMN, F::MESSAGE_COLUMN, F::SET];
    let (calls, messages) = chosen(&request.table, &form);
    let pressed = OrderButton::pressed(&form.0);
    let refused = errors.iter().any(|error| fields.contains(&&*error.field));
    let open = refused || pressed.is_some() || !calls.is_empty() || !messages.is_empty();
    let call =
        |(column, chosen): (CallColumn, bool)| Choice::new(column.as_str(), column.label(), chosen);
    let message = |(column, chosen): (MessageColumn, bool)| {
        Choice::new(column.as_str(), column.label(), chosen)
    };
    let call_columns = in_order(&calls, CallColumn::ALL).map(call).collect();
    let message_columns = in_order(&messages, MessageColumn::ALL).map(message).collect();
    let set = form.value(F::SET).and_then(|set| set.parse().ok());
    view! {
        <div class="new-export-columns">
            <SelectField label="Columns of a row for each call" name=F::SET choices=sets(set)/>
            <details open=open>
                <summary class="button">"Choose single columns"</summary>
                <p class="faint">
                    "Ticked columns replace the set and are written in the order of the list. To change \
                     it, press Order the ticked columns, then Up or Down beside a column."
                </p>
                <OrderedColumns
                    name=F::CALL_COLUMN
                    label="With a row for each call"
                    columns=call_columns
                    pressed=pressed.clone()
                />
                <OrderedColumns
                    name=F::MESSAGE_COLUMN
                    label="With a row for each message"
                    columns=message_columns
                    pressed
                />
            </details>
            <FieldProblems errors of=fields.to_vec()/>
        </div>
    }
    .erased()
}

/// The single columns that were chosen, also those of the rows that the request does not have.
fn chosen(table: &ExportTable, form: &SubmittedForm) -> (Vec<CallColumn>, Vec<MessageColumn>) {
    match table {
        ExportTable::Calls { fields, .. } => (fields.clone(), ticked(form, F::MESSAGE_COLUMN)),
        ExportTable::Messages { fields } => (ticked(form, F::CALL_COLUMN), fields.clone()),
    }
}

/// The columns that were ticked in a field, each once.
fn ticked<T: FromStr + PartialEq>(form: &SubmittedForm, field: &str) -> Vec<T> {
    let mut columns = Vec::new();
    for (name, value) in &form.0 {
        if name == field
            && let Ok(column) = value.parse::<T>()
            && !columns.contains(&column)
        {
            columns.push(column);
        }
    }
    columns
}

/// The chosen columns in their order, then the others, each with whether it is chosen.
fn in_order<T: Copy + PartialEq>(chosen: &[T], all: &[T]) -> impl Iterator<Item = (T, bool)> {
    let others =
        all.iter().filter(move |column| !chosen.contains(column)).map(|column| (*column, false));
    chosen.iter().map(|column| (*column, true)).chain(others)
}

/// The sets; without a chosen one, JSON has everything that is included.
fn sets(chosen: Option<ColumnSet>) -> Vec<Choice> {
    let standard = "Standard: the set Conversations, and in JSON all contents";
    let mut choices = vec![Choice::new("", standard, chosen.is_none())];
    let set = |set: &ColumnSet| Choice::new(set.as_str(), set.label(), Some(*set) == chosen);
    choices.extend(ColumnSet::ALL.iter().map(set));
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chosen_columns_keep_their_order() {
        let columns: Vec<_> = in_order(&[3, 1], &[1, 2, 3]).collect();
        assert_eq!(columns, [(3, true), (1, true), (2, false)]);
    }

    #[test]
    fn ticked_columns_of_other_rows_are_kept() {
        let pairs = [("message_field", "text"), ("call_field", "caller"), ("call_field", "caller")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let form = SubmittedForm(pairs.to_vec());
        let table = ExportTable::Calls { set: ColumnSet::Calls, fields: vec![CallColumn::Agent] };
        assert_eq!(chosen(&table, &form), (vec![CallColumn::Agent], vec![MessageColumn::Text]));
        let table = ExportTable::Messages { fields: Vec::new() };
        assert_eq!(chosen(&table, &form), (vec![CallColumn::Caller], Vec::new()));
    }
}
