"""What can go wrong, in one short tree.

A message is a sentence in Chinese for the person who reads it and says what to do next. HTTP numbers live only in
app/api/errors.py and app/web/errors.py.
"""


class DomainError(Exception):
    """操作没有完成，请稍后再试；若一直如此，请联系系统管理员。"""

    code = "ERROR"

    def __init__(self, message: str | None = None, **details):
        self.message = message or (type(self).__doc__ or "").strip().splitlines()[0]
        self.details = details
        super().__init__(self.message)


class NotFound(DomainError):
    """没有找到您要的内容：它不存在，或者不在您的权限范围内。"""

    code = "NOT_FOUND"


class Forbidden(DomainError):
    """您没有办理这件事的权限，如确有需要请联系本单位负责人。"""

    code = "FORBIDDEN"


class SignInRequired(DomainError):
    """请先登录再继续。"""

    code = "SIGN_IN_REQUIRED"


class Conflict(DomainError):
    """别人刚刚改动过，请刷新后再试。"""

    code = "CONFLICT"


class Invalid(DomainError):
    """填写的内容有误，请按提示改正后再提交。"""

    code = "INVALID"

    def __init__(self, message: str | None = None, errors: dict | None = None, **details):
        """errors: {field path such as "parties.0.idNo": [sentence, …]}"""
        self.errors = errors or {}
        super().__init__(message, **details)


class Unavailable(DomainError):
    """系统正忙或正在维护，您填写的内容没有丢失，请稍后再提交。"""

    code = "UNAVAILABLE"
