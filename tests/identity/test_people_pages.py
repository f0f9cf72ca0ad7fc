import pytest

from app.db import db
from app.identity.models import AuditEntry, OrgUnit, User
from tests import cast as people
from tests.cast import csrf_of, sign_in


@pytest.fixture
def admin(client, cast):
    sign_in(client, people.ADMIN)
    return client


def post(client, address, **form):
    return client.post(address, data={"csrf_token": csrf_of(client), **form})


def test_the_list_finds_people_by_name(admin):
    page = admin.get("/admin/users?q=秀兰").get_data(as_text=True)

    assert "li.xiulan" in page and "wang.jianguo" not in page


def test_a_search_sign_is_not_a_pattern(admin):
    assert "没有找到用户" in admin.get("/admin/users?q=%25").get_data(as_text=True)


def test_the_list_has_pages(admin):
    assert "下一页" in admin.get("/admin/users").get_data(as_text=True)
    assert "rel=\"prev\"" in admin.get("/admin/users?page=2").get_data(as_text=True)
    for odd in ("0", "-1", "x", "99999999999", ""):
        assert admin.get(f"/admin/users?page={odd}").status_code == 200


def test_a_new_person_signs_in_with_the_first_password_and_must_change_it(admin, app):
    made = post(admin, "/admin/users", username="Xin.Ren", name="新人", phone="13800000000", password="erste-2026x")
    assert made.status_code == 302

    newcomer = app.test_client()
    assert sign_in(newcomer, "xin.ren", "erste-2026x").status_code == 302
    assert "请先修改密码" in newcomer.get("/me").get_data(as_text=True)
    post(newcomer, "/me/password", current="erste-2026x", password="zweite-2026x", again="zweite-2026x")
    sign_in(newcomer, "xin.ren", "zweite-2026x")
    assert "请先修改密码" not in newcomer.get("/me").get_data(as_text=True)


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("username", "li.xiulan", "已经有人使用"), ("username", "有 空格", "用户名用"), ("name", "", "请填写姓名"),
    ("phone", "abc", "电话只能"), ("password", "kurz", "密码要 8 到 128 位")])
def test_a_new_person_with_a_mistake_is_refused_with_the_reason(admin, field, value, sentence):
    form = {"username": "xin.ren", "name": "新人", "phone": "", "password": "erste-2026x", field: value}
    refused = post(admin, "/admin/users", **form)

    assert refused.status_code == 422 and sentence in refused.get_data(as_text=True)


def test_forged_extra_fields_change_nothing(admin, cast):
    post(admin, "/admin/users", username="xin.ren", name="新人", phone="", password="erste-2026x", id="1",
         active="0", role="R28", must_change_password="0")

    user = db.session.scalar(db.select(User).where(User.username == "xin.ren"))
    assert user.active and user.must_change_password and not user.posts


def test_a_given_post_counts_at_the_next_request_and_a_taken_one_no_more(admin, app, cast):
    mediator = app.test_client()
    sign_in(mediator, people.MEDIATOR)
    user_id = cast.user(people.MEDIATOR)
    assert mediator.get("/admin/users").status_code == 403

    post(admin, f"/admin/users/{user_id}/posts", role="R28", unit=str(cast.unit("县综治中心")))
    assert mediator.get("/admin/users").status_code == 200

    held = next(post for post in db.session.get(User, user_id).posts if post.role == "R28")
    post(admin, f"/admin/users/{user_id}/posts/{held.id}/removal")
    assert mediator.get("/admin/users").status_code == 403


def test_the_last_administrator_cannot_be_lost(admin, cast):
    user_id = cast.user(people.ADMIN)
    held = db.session.get(User, user_id).posts[0]

    assert post(admin, f"/admin/users/{user_id}/disabling").status_code == 409
    refused = post(admin, f"/admin/users/{user_id}/posts/{held.id}/removal")
    assert refused.status_code == 409 and "最后一位系统管理员" in refused.get_data(as_text=True)


def test_a_lock_is_shown_and_lifted(admin, app, cast):
    for _ in range(5):
        sign_in(app.test_client(), people.MEDIATOR, "falsch123")
    address = f"/admin/users/{cast.user(people.MEDIATOR)}"
    assert "登录锁定至" in admin.get(address).get_data(as_text=True)

    post(admin, f"{address}/unlocking")
    assert "登录锁定至" not in admin.get(address).get_data(as_text=True)
    assert sign_in(app.test_client(), people.MEDIATOR).status_code == 302


def test_a_disabled_person_can_be_enabled_again(admin, app, cast):
    address = f"/admin/users/{cast.user(people.MEDIATOR)}"
    post(admin, f"{address}/disabling")
    assert sign_in(app.test_client(), people.MEDIATOR).status_code == 401
    post(admin, f"{address}/enabling")
    assert sign_in(app.test_client(), people.MEDIATOR).status_code == 302


def test_a_unit_is_made_renamed_closed_and_opened(admin, cast):
    post(admin, "/admin/units", parent=str(cast.unit("清河镇")), name="新桥村", kind="REGION", code="990121100202")
    unit = db.session.scalar(db.select(OrgUnit).where(OrgUnit.name == "新桥村"))

    post(admin, f"/admin/units/{unit.id}", name="新桥社区", code="990121100203")
    post(admin, f"/admin/units/{unit.id}/closing")
    db.session.expire_all()
    assert (unit.name, unit.code, unit.active) == ("新桥社区", "990121100203", False)
    post(admin, f"/admin/units/{unit.id}/opening")
    db.session.expire_all()
    assert unit.active


def test_a_refused_unit_says_why(admin, cast):
    refused = post(admin, "/admin/units", parent=str(cast.unit("清河镇")), name="新桥村", kind="REGION", code="99")

    assert refused.status_code == 422 and "代码是 12 位数字" in refused.get_data(as_text=True)


def test_a_refused_change_stays_open_with_what_was_typed(admin, cast):
    refused = post(admin, f"/admin/units/{cast.unit('清河镇')}", name="清河新镇", code="880121100000")
    page = refused.get_data(as_text=True)

    assert refused.status_code == 422 and "镇街的区划代码要以 990121 开头" in page and 'value="清河新镇"' in page
    db.session.expire_all()
    assert db.session.get(OrgUnit, cast.unit("清河镇")).name == "清河镇"


def test_what_the_administrator_does_is_audited(admin, cast):
    post(admin, f"/admin/users/{cast.user(people.MEDIATOR)}/disabling")

    entry = db.session.scalar(db.select(AuditEntry).where(AuditEntry.action == "user_disabled"))
    assert (entry.actor_id, entry.subject) == (cast.user(people.ADMIN), people.MEDIATOR)


@pytest.mark.parametrize("username", [people.MEDIATOR, people.DIRECTOR, people.DESIGNER, people.OTHER_TOWN,
                                      people.OTHER_VILLAGE])
def test_nobody_else_sees_or_changes_people_or_units(client, cast, username):
    sign_in(client, username)
    for address in ("/admin/users", "/admin/users/new", "/admin/units", f"/admin/users/{cast.user(people.ADMIN)}"):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "白露" not in answer.get_data(as_text=True)
    for address in ("/admin/users", f"/admin/users/{cast.user(people.GRID_WORKER)}/disabling",
                    f"/admin/users/{cast.user(username)}/posts"):
        assert post(client, address, role="R28", unit="1").status_code == 403
    assert db.session.get(User, cast.user(people.GRID_WORKER)).active
