from importlib.metadata import entry_points

pytest_plugins = ["pytester"]

PACK = """\
guards:
  - slug: year
    reads: a year
    pattern: '20\\d\\d'
    hit: ['since «2019»', 'since «199»']
    miss: [ten]
"""


def test_each_example_is_an_item_with_a_readable_difference(pytester):
    folder = pytester.mkdir("packs") / "guards"
    folder.mkdir()
    (folder / "years.yaml").write_text(PACK, encoding="utf-8")
    installed = any(point.name == "claimx" for point in entry_points(group="pytest11"))
    plugin = () if installed else ("-p", "claimx.pytest_plugin")
    result = pytester.runpytest_inprocess(*plugin, "-v", "--claimx-rules", "packs")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*guards/years/year::hit*0* PASSED*",
            "*guards/years/year::hit*1* FAILED*",
            "*missed (alone): expected since «199», found since 199*",
        ]
    )
