//! Transport of messages to the operator's SMTP server.

use std::time::Duration;

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{
        Error as SmtpError,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};

use super::{
    reply::failure,
    sender::MailSender,
    server::{MailServer, Security},
};
use crate::Error;

/// Timeout of each command.
const COMMAND_TIMEOUT: Duration = Duration::from_secs(30);
/// Timeout of a message, from the connection to the server's acceptance.
const MESSAGE_TIMEOUT: Duration = Duration::from_mins(2);

/// The sender of the installation's mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(super) from: Mailbox,
}

impl Mailer {
    /// Creates a mailer that hands mail from `from` to a server. Nothing is connected yet.
    pub fn new(server: &MailServer, from: MailSender) -> Result<Self, Error> {
        let MailSender(from) = from;
        let transport = transport(server, &from).map_err(Error::internal)?;
        Ok(Self { transport, from })
    }

    /// Sends a message once.
    pub(super) async fn send(&self, message: Message) -> Result<(), Error> {
        match tokio::time::timeout(MESSAGE_TIMEOUT, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(failure(&error)),
            Err(_) => {
                Err(Error::MailDeferred("The mail server did not answer in time.".to_owned()))
            }
        }
    }
}

fn transport(
    server: &MailServer,
    from: &Mailbox,
) -> Result<AsyncSmtpTransport<Tokio1Executor>, SmtpError> {
    let security = match server.security {
        Security::Tls => Tls::Wrapper(tls(server)?),
        Security::StartTls => Tls::Required(tls(server)?),
        Security::Plain => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .tls(security)
        .timeout(Some(COMMAND_TIMEOUT))
        .hello_name(ClientId::Domain(from.email.domain().to_owned()));
    Ok(match server.credentials.clone() {
        Some((user, password)) => builder.credentials(Credentials::new(user, password)),
        None => builder,
    }
    .build())
}

fn tls(server: &MailServer) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(server.host.clone());
    for certificate in &server.certificates {
        builder = builder.add_root_certificate(Certificate::from_der(certificate.clone())?);
    }
    builder.build()
}
