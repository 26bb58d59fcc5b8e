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
        Ok(people.into_iter().map(person).collect())
    }

    /// The people assigned to a project who see its calls of an audience, by name.
    pub(crate) async fn people_who_see(
        self,
        viewer: &Viewer,
        project_id: ProjectId,
        audience: Option<&str>,
    ) -> Result<Vec<Person>, Error> {
        let people = self.0.db.people_who_see(viewer.tenant.id, project_id, audience).await?;
        Ok(people.into_iter().map(person).collect())
    }
}

fn person(row: PersonRow) -> Person {
    Person { email: row.email, name: row.name }
}
