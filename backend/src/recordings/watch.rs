//! A watch on the folder of recordings, while nobody asks for one.

use std::time::Duration;

use crate::recordings::Recordings;

/// How often the folder is looked for.
const INTERVAL: Duration = Duration::from_secs(30);

impl Recordings<'_> {
    /// Tells the operator of a folder that goes away, or is back; never ends.
    pub async fn watch(self) {
        let mut check = tokio::time::interval(INTERVAL);
        loop {
            check.tick().await;
            self.0.media.is_present();
        }
    }
}
