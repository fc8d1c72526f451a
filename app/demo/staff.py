"""People with a role. Passwords are made when the demo place is laid out, never kept here."""

from app.demo.shapes_of_places import StaffMember

STAFF = (
    StaffMember(
        name="Priya Nair",
        email="priya.nair@braidvale.example",
        role="moderator",
        title="Moderator",
    ),
    StaffMember(
        name="Ewan Duff",
        email="ewan.duff@braidvale.example",
        role="moderator",
        title="Moderator",
    ),
    StaffMember(
        name="Callum Reid",
        email="callum.reid@braidvale.example",
        role="planner",
        title="Community planning officer",
    ),
    StaffMember(
        name="Cllr Fiona Rennie",
        email="fiona.rennie@braidvale.example",
        role="councillor",
        title="Councillor for Coalbrae",
        ward="coalbrae",
    ),
    StaffMember(
        name="Cllr Hamish Orr",
        email="hamish.orr@braidvale.example",
        role="councillor",
        title="Councillor for Castle Braes",
        ward="castle-braes",
    ),
    StaffMember(
        name="Cllr Zainab Malik",
        email="zainab.malik@braidvale.example",
        role="councillor",
        title="Councillor for Millburn",
        ward="millburn",
    ),
    StaffMember(
        name="Ailsa Grant",
        email="ailsa.grant@braidvale.example",
        role="admin",
        title="Administrator",
    ),
    StaffMember(
        name="Helen Stark",
        email="helen.stark@braidvale.example",
        role="partnership_manager",
        title="Partnership manager",
        is_administrator_too=True,
    ),
    StaffMember(
        name="Dr Neil Abara",
        email="neil.abara@braidvale.example",
        role="partner_editor",
        title="Partner editor of Braidvale HSCP",
        body="braidvale-hscp",
    ),
)
