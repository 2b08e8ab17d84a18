from atende_platform.data.migrations import run_environment
from chat.automations import models as automations
from chat.bulk import models as bulk
from chat.contacts import models as contacts
from chat.directory import models as directory
from chat.drafts import models as drafts
from chat.erasure import models as erasure
from chat.imports import models as imports
from chat.macros import models as macros
from chat.messages import models as messages
from chat.models import Base
from chat.notes import models as notes
from chat.personal_data import models as personal_data
from chat.policies import models as policies
from chat.queues import models as queues
from chat.quick_replies import models as quick_replies
from chat.satisfaction import models as satisfaction
from chat.scheduled import models as scheduled
from chat.search import models as search
from chat.sla import models as sla
from chat.tags import models as tags
from chat.templates import models as templates
from chat.tickets import models as tickets
from chat.updates import models as updates
from chat.views import models as views
from chat.webhooks import models as webhooks

# Whose tables are to be compared with the database has to be imported.
SUBJECTS = (
    automations,
    bulk,
    contacts,
    directory,
    drafts,
    erasure,
    imports,
    macros,
    messages,
    notes,
    personal_data,
    policies,
    queues,
    quick_replies,
    satisfaction,
    search,
    scheduled,
    sla,
    tags,
    templates,
    tickets,
    updates,
    views,
    webhooks,
)

run_environment(Base.metadata)
