//! People assigned to a project.

use earshot_domain::{Person, ProjectId};

use crate::{Error, Viewer, access::Access, store::PersonRow};

impl Access<'_> {
    /// The people assigned to a project, by name.
    pub(crate) async fn people(
        self,
        viewer: &Viewer,
        project_id: ProjectId,
    ) -> Result<Vec<Person>, Error> {
        let people = self.0.db.people(viewer.tenant.id, project_id).await?;
        let person = |person: PersonRow| Person { email: person.email, name: person.name };
        Ok(people.into_iter().map(person).collect())
    }
}
