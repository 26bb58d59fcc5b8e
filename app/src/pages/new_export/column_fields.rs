//! Fields of the columns: a set, or single columns in an order.

use earshot_domain::{
    CallColumn, ColumnSet, ExportRequest, ExportRequestForm as F, ExportTable, FieldError,
    MessageColumn,
};
use leptos::prelude::*;

use crate::ui::{CheckboxGroup, Choice, Erased, FieldProblems, SelectField};

/// The set of columns, and single columns in a panel that is closed until it is used.
#[component]
pub fn ColumnFields(request: ExportRequest, errors: Vec<FieldError>) -> impl IntoView {
    let fields: &[&'static str] = &[F::COLUMN, F::CALL_COLUMN, F::MESSAGE_COLUMN, F::SET];
    let (calls, messages) = chosen(&request.table);
    let refused = errors.iter().any(|error| fields.contains(&&*error.field));
    let open = refused || !calls.is_empty() || !messages.is_empty();
    let call =
        |(column, chosen): (CallColumn, bool)| Choice::new(column.as_str(), column.label(), chosen);
    let message = |(column, chosen): (MessageColumn, bool)| {
        Choice::new(column.as_str(), column.label(), chosen)
    };
    let call_columns = in_order(calls, CallColumn::ALL).map(call).collect();
    let message_columns = in_order(messages, MessageColumn::ALL).map(message).collect();
    view! {
        <div class="new-export-columns">
            <SelectField label="Columns of a row for each call" name=F::SET choices=sets(&request)/>
            <details open=open>
                <summary class="button">"Choose single columns"</summary>
                <p class="faint">
                    "Ticked columns replace the set. They are written in the order of this list, which keeps \
                     that of saved columns and of an export that is made again."
                </p>
                <CheckboxGroup
                    name=F::CALL_COLUMN
                    label="With a row for each call"
                    choices=call_columns
                />
                <CheckboxGroup
                    name=F::MESSAGE_COLUMN
                    label="With a row for each message"
                    choices=message_columns
                />
            </details>
            <FieldProblems errors of=fields.to_vec()/>
        </div>
    }
    .erased()
}

/// The single columns that were chosen.
fn chosen(table: &ExportTable) -> (&[CallColumn], &[MessageColumn]) {
    match table {
        ExportTable::Calls { fields, .. } => (fields, &[]),
        ExportTable::Messages { fields } => (&[], fields),
    }
}

/// The chosen columns in their order, then the others, each with whether it is chosen.
fn in_order<T: Copy + PartialEq>(chosen: &[T], all: &[T]) -> impl Iterator<Item = (T, bool)> {
    let others =
        all.iter().filter(move |column| !chosen.contains(column)).map(|column| (*column, false));
    chosen.iter().map(|column| (*column, true)).chain(others)
}

/// The sets; without a chosen one, JSON has everything that is included.
fn sets(request: &ExportRequest) -> Vec<Choice> {
    let current = match &request.table {
        ExportTable::Calls { set, .. } if request.columns_chosen => Some(*set),
        _ => None,
    };
    let standard = "Standard: the set Conversations, and in JSON all contents";
    let mut choices = vec![Choice::new("", standard, current.is_none())];
    choices.extend(
        ColumnSet::ALL
            .iter()
            .map(|set| Choice::new(set.as_str(), set.label(), Some(*set) == current)),
    );
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
}
