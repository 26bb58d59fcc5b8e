//! Codes of the PBX interface: results, filters and display formats.

use serde::Serialize;

use crate::code::codes;

codes! {
    /// Call type of the PBX interface.
    PbxCallType {
        /// Between two extensions.
        Internal = "Internal", "Internal";
        /// From an external number.
        Inbound = "Inbound", "Inbound";
        /// To an external number.
        Outbound = "Outbound", "Outbound";
    }
    /// Status of a leg in the PBX interface.
    PbxStatus {
        /// Answered.
        Answered = "ANSWERED", "Answered";
        /// Not answered.
        NoAnswer = "NO ANSWER", "No answer";
        /// Abandoned by the caller.
        Abandoned = "ABANDONED", "Abandoned";
        /// The line was busy.
        Busy = "BUSY", "Busy";
        /// A technical failure.
        Failed = "FAILED", "Failed";
        /// A message was left.
        Voicemail = "VOICEMAIL", "Voicemail";
    }
    /// Order of the parts of a date.
    DateOrder {
        /// `2026/05/09`
        YearMonthDay = "ymd", "Year/Month/Day";
        /// `05/09/2026`
        MonthDayYear = "mdy", "Month/Day/Year";
        /// `09/05/2026`
        DayMonthYear = "dmy", "Day/Month/Year";
    }
    /// Clock format.
    ClockFormat {
        /// `21:49:21`
        TwentyFour = "24", "24 hours";
        /// `09:49:21 PM`
        Twelve = "12", "12 hours";
    }
}

/// Result code of the PBX interface; every code but [`Self::Success`] is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum PbxCode {
    /// Internal error.
    InternalServerError,
    /// The database is busy or unavailable for now. The vendor has no code of its own for it.
    Unavailable,
    /// Success.
    Success,
    /// The version has no such interface.
    InterfaceNotExisted,
    /// The version is not supported.
    ApiVersionUnsupported,
    /// The access token is expired, revoked or unknown.
    TokenExpired,
    /// Client id or secret is incorrect, or the client may not do this.
    AccessDenied,
    /// A parameter has invalid syntax.
    ParameterSyntaxError,
    /// A parameter has an invalid value.
    ParameterError,
    /// Nothing matches.
    DataNotFound,
    /// The client already has eight valid access tokens.
    MaxLimitationExceeded,
    /// Too many failures from this address.
    AccountIpBlocked,
    /// The client's previous heavy request is still running.
    OverloadTaskRunning,
    /// The client may not be used from this IP address.
    IpForbidden,
}

impl PbxCode {
    /// Returns the vendor's error code and message.
    pub const fn answer(self) -> (i32, &'static str) {
        match self {
            Self::InternalServerError | Self::Unavailable => (-2, "INTERNAL SERVER ERROR"),
            Self::Success => (0, "SUCCESS"),
            Self::InterfaceNotExisted => (10001, "INTERFACE NOT EXISTED"),
            Self::ApiVersionUnsupported => (10003, "API VERSION UNSUPPORTED"),
            Self::TokenExpired => (10004, "TOKEN EXPIRED"),
            Self::AccessDenied => (10005, "ACCESS DENIED"),
            Self::ParameterSyntaxError => (40001, "PARAMETER SYNTAX ERROR"),
            Self::ParameterError => (40002, "PARAMETER ERROR"),
            Self::DataNotFound => (60001, "DATA NOT FOUND"),
            Self::MaxLimitationExceeded => (60002, "MAX LIMITATION EXCEEDED"),
            Self::AccountIpBlocked => (70004, "ACCOUNT IP BLOCKED"),
            Self::OverloadTaskRunning => (70082, "OVERLOAD_TASK_RUNNING"),
            Self::IpForbidden => (70087, "IP FORBIDDEN"),
        }
    }
}
