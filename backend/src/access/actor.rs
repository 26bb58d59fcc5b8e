//! Actors: in whose name something is done.

use std::fmt;

use earshot_domain::{ApiKeyId, SessionId, UserId};

/// Who acts. The text form is what the audit log names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person, in a session or by an account of theirs.
    Person {
        /// Their account.
        id: UserId,
        /// The address they sign in with.
        email: String,
        /// The session they act in; none for the operator's commands and for what goes on without.
        session_id: Option<SessionId>,
    },
    /// A program with an API key, which has the rights of the key's owner, or less.
    Key {
        /// The key.
        id: ApiKeyId,
        /// The key's name.
        name: String,
        /// The account of the key's owner.
        owner_id: UserId,
        /// The address of the key's owner.
        owner_email: String,
    },
    /// Whoever runs the installation.
    Operator(OperatorAccess),
    /// Earshot itself, following what another system answered.
    WebhookReceiver,
}

/// How the operator acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorAccess {
    /// A command on the machine.
    CommandLine,
    /// A program of the operator's with the internal token.
    InternalToken,
}

impl Actor {
    /// The operator at the command line.
    pub const COMMAND_LINE: Self = Self::Operator(OperatorAccess::CommandLine);

    /// The account behind the actor; none for the operator.
    pub const fn user_id(&self) -> Option<UserId> {
        match self {
            Self::Person { id, .. } | Self::Key { owner_id: id, .. } => Some(*id),
            Self::Operator(_) | Self::WebhookReceiver => None,
        }
    }

    /// The session that the actor acts in.
    pub const fn session_id(&self) -> Option<SessionId> {
        match self {
            Self::Person { session_id, .. } => *session_id,
            Self::Key { .. } | Self::Operator(_) | Self::WebhookReceiver => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person { email, .. } => f.write_str(email),
            Self::Key { name, owner_email, .. } => write!(f, "key {name} of {owner_email}"),
            Self::Operator(OperatorAccess::CommandLine) => f.write_str("operator"),
            Self::Operator(OperatorAccess::InternalToken) => f.write_str("internal token"),
            Self::WebhookReceiver => f.write_str("webhook receiver"),
        }
    }
}
