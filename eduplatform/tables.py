"""Imports every models module, so that the mapper and Alembic see the whole schema."""

from .accounts import models as accounts  # noqa: F401 – registered by being imported
from .activities import models as activities  # noqa: F401
from .assessment import models as assessment  # noqa: F401
from .curriculum import models as curriculum  # noqa: F401
from .deployments import models as deployments  # noqa: F401
from .learning import models as learning  # noqa: F401
from .notices import models as notices  # noqa: F401
from .org import models as org  # noqa: F401
from .shared import models as shared  # noqa: F401
from .teaching import models as teaching  # noqa: F401
