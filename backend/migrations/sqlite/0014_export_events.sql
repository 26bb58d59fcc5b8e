-- Projects of a message that concerns several, such as one about an export. Its webhook's owner must
-- reach all of them when it is sent, and whoever reads the list of messages too.
CREATE TABLE webhook_delivery_projects (
    delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
    project_id TEXT NOT NULL REFERENCES projects (id),
    PRIMARY KEY (delivery_id, project_id)
);
