import copy
from tests.browser.test_desk import *
def test_dbg(desk):
    errs=[]; desk.page.on("pageerror", lambda e: errs.append(str(e))); desk.page.set_default_timeout(2500)
    says={"name":"says","label":"Says","kind":"choices","needed":False,"options":[{"value":"what","label":"x"}]}
    record=copy.deepcopy(desk.view["record"]); record["what"]["principal"].append({"action":"dials","label":"Dials 911","fields":[says]})
    desk.feed(record=record); 
    desk.page.locator(".chip", has_text="Dials 911").click(); desk.page.wait_for_timeout(300)
    desk.page.set_viewport_size({"width":1366,"height":768}); desk.page.screenshot(path="/tmp/i6m.png")
    print(errs, desk.page.locator(".record .fields").inner_html(), desk.page.locator("input[name=action]:checked").count())
