//! Codes of the PBX interface: answers, filters, and formats of its display.

use serde::Serialize;

use crate::code::codes;

codes! {
    /// Who called whom, as the PBX says it.
    PbxCallType {
        /// Between two extensions.
        Internal = "Internal", "Internal";
        /// From outside.
        Inbound = "Inbound", "Inbound";
        /// To the outside.
        Outbound = "Outbound", "Outbound";
    }
    /// How a leg ended, as the PBX says it.
    PbxStatus {
        /// Somebody answered.
        Answered = "ANSWERED", "Answered";
        /// Nobody answered.
        NoAnswer = "NO ANSWER", "No answer";
        /// The caller gave up.
        Abandoned = "ABANDONED", "Abandoned";
        /// The line was busy.
        Busy = "BUSY", "Busy";
        /// A technical failure.
        Failed = "FAILED", "Failed";
        /// A message was left.
        Voicemail = "VOICEMAIL", "Voicemail";
    }
    /// The order in which the PBX displays a date.
    DateOrder {
        /// `2026/05/09`
        YearMonthDay = "ymd", "Year/Month/Day";
        /// `05/09/2026`
        MonthDayYear = "mdy", "Month/Day/Year";
        /// `09/05/2026`
        DayMonthYear = "dmy", "Day/Month/Year";
    }
    /// The clock the PBX displays.
    ClockFace {
        /// `21:49:21`
        TwentyFour = "24", "24 hours";
        /// `09:49:21 PM`
        Twelve = "12", "12 hours";
    }
}

/// How an interface of the PBX answers; anything but [`Self::Success`] is a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum PbxCode {
    /// Something failed on our side.
    InternalServerError,
    /// Done.
    Success,
    /// There is no such interface in this version.
    InterfaceNotExisted,
    /// There is no such version.
    ApiVersionUnsupported,
    /// The access token is over, revoked or unknown.
    TokenExpired,
    /// Client id and secret do not fit, or the client may not do this.
    AccessDenied,
    /// A parameter is not written as it must be.
    ParameterSyntaxError,
    /// A parameter has a value it cannot have.
    ParameterError,
    /// Nothing matches.
    DataNotFound,
    /// Eight access tokens are valid already.
    MaxLimitationExceeded,
    /// Too many failures from this address.
    AccountIpBlocked,
    /// The client's last heavy request still runs.
    OverloadTaskRunning,
    /// The client may not be used from this address.
    IpForbidden,
}

impl PbxCode {
    /// Number and words, as the vendor's table has them.
    pub const fn answer(self) -> (i32, &'static str) {
        match self {
            Self::InternalServerError => (-2, "INTERNAL SERVER ERROR"),
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
