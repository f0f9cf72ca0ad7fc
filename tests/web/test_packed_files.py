"""What the build packed goes out packed to whoever takes it so, and as it is to everybody else."""

import gzip

from app.assets import entries


def test_a_built_file_goes_out_packed_only_to_who_asks_for_it(client):
    address = f"/static/dist/{entries()['page.css']}"
    packed, plain = client.get(address, headers={"Accept-Encoding": "gzip"}), client.get(address)
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert packed.mimetype == plain.mimetype == "text/css"
    assert all(answer.headers["Vary"] == "Accept-Encoding" and "immutable" in answer.headers["Cache-Control"] for answer in (packed, plain))
