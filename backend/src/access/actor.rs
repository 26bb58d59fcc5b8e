//! Actors: the principals to whom actions are attributed.

use std::fmt;

use earshot_domain::{ApiKeyId, SessionId, UserId};

/// The principal of an action. Its text form appears in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person, in a session or by their account.
    Person {
        /// Id of their account.
        id: UserId,
        /// Their e-mail address.
        email: String,
        /// Their session; `None` for the operator's commands and for work outside a session.
        session_id: Option<SessionId>,
    },
    /// A program with an API key, which has at most the rights of the key's owner.
    Key {
        /// Id of the key.
        id: ApiKeyId,
        /// Name of the key.
        name: String,
        /// Account of the key's owner.
        owner_id: UserId,
        /// E-mail address of the key's owner.
        owner_email: String,
    },
    /// The operator of the installation.
    Operator(OperatorAccess),
    /// Earshot itself, acting on the response of a webhook's receiver.
    WebhookReceiver,
}

/// The operator's means of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorAccess {
    /// The command line.
    CommandLine,
    /// A service with the internal token.
    InternalToken,
}

impl Actor {
    /// The operator at the command line.
    pub const COMMAND_LINE: Self = Self::Operator(OperatorAccess::CommandLine);

    /// The actor's account; `None` for the operator.
    pub const fn user_id(&self) -> Option<UserId> {
        match self {
            Self::Person { id, .. } | Self::Key { owner_id: id, .. } => Some(*id),
            Self::Operator(_) | Self::WebhookReceiver => None,
        }
    }

    /// The account, or the operator, that answers for the action.
    pub(crate) fn owner(&self) -> String {
        match self {
            Self::Key { owner_email, .. } => owner_email.clone(),
            other => other.to_string(),
        }
    }

    /// The address of the actor's account; `None` for the operator.
    pub const fn email(&self) -> Option<&str> {
        match self {
            Self::Person { email, .. } | Self::Key { owner_email: email, .. } => {
                Some(email.as_str())
            }
            Self::Operator(_) | Self::WebhookReceiver => None,
        }
    }

    /// The actor's session.
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
