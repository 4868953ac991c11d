import { chromium } from "playwright-core";
const base="http://127.0.0.1:8461", out="/tmp/manuals-demo/shots/";
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--headless","--no-sandbox","--disable-gpu"]});
const only=process.argv[2];
const ctx=await b.newContext({viewport:{width:1280,height:900}});
const p=await ctx.newPage();
await p.goto(base+"/sign-in");
await p.fill("#email","priya.raman@alderbay.example"); await p.fill("#password","alder-bay-demo"); await p.click("main button[type=submit]");
async function shot(name, full=true){
  for (const w of [390,1280]) { await p.setViewportSize({width:w,height:w==390?844:900});
    const sw=await p.evaluate(()=>document.documentElement.scrollWidth); if (sw>w) console.log("SIDEWAYS",name,w,sw);
    const small=await p.evaluate(()=>[...document.querySelectorAll("main a,main button,main summary,main select,main input:not([type=hidden])")].filter(e=>{const r=e.getBoundingClientRect();return r.height>0&&r.height<24&&getComputedStyle(e).display!="inline"}).map(e=>e.outerHTML.slice(0,80)+e.getBoundingClientRect().height));
    if(small.length&&w==390) console.log("SMALL",name,small.slice(0,5));
    await p.screenshot({path:`${out}${name}-${w}.png`,fullPage:full}); }
}
await p.goto(base+"/manuals"); await shot("index");
await p.goto(base+"/manuals?q=line+wait"); await shot("search",false);
await p.goto(base+"/manuals?q=zzzz"); await shot("search-empty",false);
await p.goto(base+"/manuals"); 
const cs=await p.getAttribute("table a","href"); console.log(cs);
await p.goto(base+cs); await shot("show",false);
await p.click("details.contents > summary"); await p.click("details.contents details >> nth=1 >> summary"); await shot("contents",false);
await p.goto(base+"/manuals/new"); await shot("new");
await p.setInputFiles("#file","/tmp/manuals-demo/records.docx"); await p.click("text=Show what it will be"); await shot("new-wrong");
await p.setInputFiles("#file","/tmp/manuals-demo/records.docx"); await p.fill("#code","RM2"); await p.fill("#day","2026-08-01"); await p.click("text=Show what it will be"); await shot("preview-docx");
await p.goto(base+cs+"/editions/new");
let t=await p.inputValue("#source");
t=t.replace("At the counter","At our counter").replace(/working day/g,"business day").replace(/# 2 Opening the office \{#opening\}\n[^\n]*\n/,m=>m+"\nNew words <script>alert(1)</script> [bad](javascript:alert(1)).\n");
t=t.replace(/## 13\.5 [^\n]*\n[^#]*/,"## 13.5 Signs for everybody {#signs-for-all}\nSigns can be read from afar.\n\n## 13.6 People who are hit hardest {#hit-hardest}\nThe plan names them.\n\n");
await p.fill("#source",t.replace("# 3 ","# 3. x ").replace("{#signs-for-all}","")); await p.click("text=Check again"); await shot("mistakes",false);
await p.fill("#source",t); await p.click("text=Check again"); await shot("draft",false);
await p.click("text=Save as draft edition"); await p.waitForURL("**/editions/*"); await shot("draft-edition",false);
await p.goto(base+cs+"/editions"); await shot("editions");
await p.goto(base+cs+"/compare"); await shot("compare");
// conflict
const p2=await ctx.newPage(); await p2.goto(base+cs+"/editions/2/edit");
await p.goto(base+cs+"/editions/2/edit"); await p.fill("#source",(await p.inputValue("#source")).replace("read from afar","read from far away")); await p.click("text=Save as draft edition"); await p.waitForURL("**/editions/2");
await p2.fill("#source",(await p2.inputValue("#source")).replace("read from afar","read by everybody")); await p2.click("text=Save as draft edition"); await p2.waitForSelector("#theirs");
await p.close(); 
for (const w of [390,1280]) { await p2.setViewportSize({width:w,height:900}); await p2.screenshot({path:`${out}conflict-${w}.png`,fullPage:false}); }
await b.close();
