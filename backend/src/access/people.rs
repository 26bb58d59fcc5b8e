//! People who work with a project.

use earshot_domain::Person;

use crate::{Backend, Error, Viewer, store::PersonRow};

impl Backend {
    /// Who works with a project, by name.
    pub(crate) async fn people(
        &self,
        viewer: &Viewer,
        project_id: &str,
    ) -> Result<Vec<Person>, Error> {
        let people = self.db.people(&viewer.tenant.id.to_string(), project_id).await?;
        let person = |person: PersonRow| Person { email: person.email, name: person.name };
        Ok(people.into_iter().map(person).collect())
    }
}
