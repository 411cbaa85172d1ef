/** What the page runs: `page/` and what it takes from the core, put together by `npm run generate`, with every name left as it is. */
export const pageScript = `var __getOwnPropNames=Object.getOwnPropertyNames;var __esm=(fn,res,err)=>function __init(){if(err)throw err[0];try{return fn&&(res=(0,fn[__getOwnPropNames(fn)[0]])(fn=0)),res}catch(e){throw err=[e],e}};function decodeUtf8(bytes){let text="";let i=0;while(i<bytes.length){const plain=plainUntil(bytes,i);if(plain>i){text+=Reflect.apply(String.fromCharCode,null,bytes.
subarray(i,plain));i=plain;continue}const first=bytes[i];const length=sequenceLength(bytes,i);if(length===0){text+=String.fromCharCode(56320+first);i+=1;continue}
let point=first&255>>length+1;for(let k=1;k<length;k++)point=point<<6|bytes[i+k]&63;text+=String.fromCodePoint(point);i+=length}return text}function plainUntil(bytes,from){
const last=Math.min(bytes.length,from+4096);let at=from;while(at<last&&bytes[at]<128)at+=1;return at}function encodeUtf8(text){const ascii=new Uint8Array(text.length);
for(let i=0;i<text.length;i++){const unit=text.charCodeAt(i);if(unit>=128)return encodeAny(text);ascii[i]=unit}return ascii}function encodeAny(text){const bytes=[];
for(let i=0;i<text.length;i++){const unit=text.charCodeAt(i);if(unit<128)bytes.push(unit);else if(unit<2048)bytes.push(192|unit>>6,128|unit&63);else if(unit>=55296&&
unit<=57343){const point=text.codePointAt(i);if(point>65535){bytes.push(240|point>>18,128|point>>12&63,128|point>>6&63,128|point&63);i+=1}else if(unit>=56448&&unit<=
56575)bytes.push(unit-56320);else bytes.push(239,191,189)}else bytes.push(224|unit>>12,128|unit>>6&63,128|unit&63)}return Uint8Array.from(bytes)}function sequenceLength(bytes,i){
const a=bytes[i];const b=bytes[i+1];if(b===void 0)return 0;if(a>=194&&a<=223)return isTail(b)?2:0;const c=bytes[i+2];if(c===void 0||!isTail(c))return 0;if(a>=224&&
a<=239){const low=a===224?160:128;const high=a===237?159:191;return b>=low&&b<=high?3:0}const d=bytes[i+3];if(d===void 0||!isTail(d))return 0;if(a>=240&&a<=244){
const low=a===240?144:128;const high=a===244?143:191;return b>=low&&b<=high?4:0}return 0}function isTail(byte){return byte>=128&&byte<=191}var init_utf8=__esm({
"src/core/values/utf8.ts"(){"use strict"}});var init_values=__esm({"src/core/values/index.ts"(){"use strict";init_utf8()}});var standard="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";var urlSafe=\`\${standard.slice(0,62)}-_\`;var values=new Uint8Array(128).fill(255);
for(let i=0;i<64;i++){values[standard.charCodeAt(i)]=i;values[urlSafe.charCodeAt(i)]=i}function decodeBase64(text){if(/[+/]/.test(text)&&/[-_]/.test(text))return null;
const padding=text.endsWith("==")?2:text.endsWith("=")?1:0;if(padding!==0&&text.length%4!==0)return null;const digits=text.length-padding;if(digits%4===1)return null;
const bytes=new Uint8Array(Math.floor(digits*3/4));let bits=0;let held=0;let at=0;for(let i=0;i<digits;i++){const value=values[text.charCodeAt(i)]??255;if(value===
255)return null;held=(held<<6|value)&65535;bits+=6;if(bits<8)continue;bits-=8;bytes[at++]=held>>bits&255}return(held&(1<<bits)-1)===0?bytes:null}function encodeBase64Url(bytes){return spell(bytes,urlSafe,"")}function spell(bytes,digits,padding){let text="";for(let i=0;i<bytes.length;i+=3){const left=bytes.
length-i;const three=bytes[i]<<16|(bytes[i+1]??0)<<8|(bytes[i+2]??0);text+=digits[three>>18]+digits[three>>12&63];text+=left>1?digits[three>>6&63]:padding;text+=
left>2?digits[three&63]:padding}return text}function concat(...parts){const whole=new Uint8Array(parts.reduce((length,part)=>length+part.length,0));let at=0;for(const part of parts){whole.set(part,at);at+=
part.length}return whole}init_values();function wireString(value){const bytes=typeof value==="string"?encodeUtf8(value):value;return concat(wireUint32(bytes.length),bytes)}function wireUint32(value){
return Uint8Array.of(value>>>24,value>>>16&255,value>>>8&255,value&255)}init_values();var magic=encodeUtf8("SSHSIG");function signedBytes(namespace2,hash,digest){return concat(magic,wireString(namespace2),wireString(""),wireString(hash),wireString(digest))}var payloadType="application/vnd.in-toto+json";init_values();function pae(type,body){if(!/^[\\x21-\\x7e]+$/.test(type))throw new RangeError("a payload type is printable ASCII");return concat(encodeUtf8(\`DSSEv1\\
 \${type.length} \${type} \${body.length} \`),body)}function passkeyChallenge(namespace2,sha512){return signedBytes(namespace2,"sha512",sha512)}var p256=Uint8Array.of(48,89,48,19,6,7,42,134,72,206,61,2,1,6,8,42,134,72,206,61,3,1,7,3,66,0);var waits=18e4;function shownBytes({body}){return decodeBase64(body)}async function makePasskey({id,person,repository},signal){const name=\`\${person} \\xB7 \${repository.
slice(0,8)}\`;const made=await navigator.credentials.create({publicKey:{rp:{id:"localhost",name:"Countersign"},user:{id:crypto.getRandomValues(new Uint8Array(16)),
name,displayName:name},challenge:crypto.getRandomValues(new Uint8Array(32)),pubKeyCredParams:[{type:"public-key",alg:-7}],authenticatorSelection:{residentKey:"r\\
equired",userVerification:"preferred"},attestation:"none",timeout:waits},signal});const response=made instanceof PublicKeyCredential?made.response:null;const spki=response instanceof
AuthenticatorAttestationResponse?response.getPublicKey():null;if(!(made instanceof PublicKeyCredential)||spki===null)throw new Error("the browser did not say wh\\
ich key it made");return{task:id,kind:"create",credential:encodeBase64Url(new Uint8Array(made.rawId)),spki:encodeBase64Url(new Uint8Array(spki))}}async function signShown(task,shown,signal){
const message=task.form==="statement"?pae(payloadType,shown):shown;const digest=new Uint8Array(await crypto.subtle.digest("SHA-512",new Uint8Array(message)));const credential=task.
credential===null?null:decodeBase64(task.credential);const given=await navigator.credentials.get({publicKey:{rpId:"localhost",challenge:new Uint8Array(passkeyChallenge(
task.namespace,digest)),allowCredentials:credential===null?[]:[{type:"public-key",id:new Uint8Array(credential)}],userVerification:task.verification,timeout:waits},
signal});const response=given instanceof PublicKeyCredential?given.response:null;if(!(response instanceof AuthenticatorAssertionResponse))throw new Error("the b\\
rowser gave no signature");return{task:task.id,kind:"sign",authenticatorData:encodeBase64Url(new Uint8Array(response.authenticatorData)),clientData:encodeBase64Url(
new Uint8Array(response.clientDataJSON)),signature:encodeBase64Url(new Uint8Array(response.signature))}}function whyNothing(error,waited){const{name,message}=error instanceof
Error?error:{name:"",message:""};if(name==="NotAllowedError"){return waited>=waits?"the time for it ran out":"it was cancelled, or this browser and its devices \\
have no passkey that fits"}if(name==="InvalidStateError")return"this device has that passkey already";if(name==="NotSupportedError"||name==="ConstraintError")return"\\
this device cannot keep a passkey of the kind that is needed (ES256, discoverable)";if(name==="SecurityError")return"the browser takes this page for another one\\
; open the address as the terminal prints it";return message===""?"the browser did not say why":message}init_values();var letters="0123456789ABCDEFGHJKMNPQRSTVWXYZ";function shortCode(digest){let bits="";for(const digit of digest.slice(0,10))bits+=Number.parseInt(digit,16).toString(
2).padStart(4,"0");const code=(bits.match(/.{5}/g)??[]).map(five=>letters[Number.parseInt(five,2)]).join("");return\`\${code.slice(0,4)} \${code.slice(4)}\`}var headings={"sign-off:approve":"You are about to approve","sign-off:reject":"You are about to reject","sign-off:request-changes":"You are about to ask for cha\\
nges","sign-off:withdraw":"You are about to withdraw what you said",declaration:"You are about to declare how a change came about",override:"You are about to br\\
eak glass","after-review":"You are about to settle what landed in an emergency",audit:"You are about to audit the ledger",adoption:"You are about to adopt a bra\\
nch: its policy and people"};function whatItSays({form},body){const text=decodeUtf8(body);if(form==="text")return aText(text);const statement=JSON.parse(text);const said=valuesOf(
statement["predicate"]);const name=textOf(statement["predicateType"]).replace(/^urn:countersign:|:v\\d+$/g,"");const digest=textOf(valuesOf(said["change"])["dige\\
st"]);return{heading:headings[\`\${name}:\${textOf(said["verdict"])}\`]??headings[name]??\`You are about to sign a statement: \${name}\`,code:digest===""?null:shortCode(
digest),rows:rowsOf(said,digest),whole:JSON.stringify(statement,null,2)}}function aText(text){const lines=text.trimEnd().split("\\n");const rows=lines.slice(1).map(
line=>row(line.charAt(0).toUpperCase()+line.slice(1).split(" ",1)[0],line.slice(line.indexOf(" ")+1),true));return{heading:"You are about to show that this pass\\
key is yours",code:null,rows,whole:text}}function rowsOf(said,digest){const person=valuesOf(said["person"]);const answering=valuesOf(said["answering"]);const[base,
head,landing]=[said["base"],said["head"],said["landing"]].map(one=>textOf(valuesOf(one)["commit"]));const[entries,document2,assistance]=[said["entries"],said["d\\
ocument"],said["assistance"]].map(valuesOf);const level=textOf(person["level"]);const rows=[row("As",level===""?textOf(person["id"]):\`\${textOf(person["id"])} (\${level}\\
)\`),row("Verdict",textOf(said["verdict"])),row("On",[textOf(said["target"]),...texts(said["alsoFor"]).map(ref=>\`also for \${ref}\`)].filter(one=>one!=="").join(",\\
 "),true),row("Commits",base===""?landing??"":\`\${base?.slice(0,12)} \\u2192 \${head?.slice(0,12)}\`,true),row("Commit",textOf(said["commit"]),true),row("Policy",textOf(
said["policy"]),true),row("People",textOf(said["people"]),true),row("Digest",digest,true),row("Answering",texts(answering["rules"]).join(", ")),row("Tier",textOf(
answering["tier"])),...list(said["answers"]).map(valuesOf).map(one=>row(textOf(one["item"]),[textOf(one["answer"]),...list(one["anchors"]).map(anchor)].join("  "))),
...texts(said["edgeCases"]).map(one=>row("Edge case",one)),row("Owner",textOf(said["owner"])),...texts(said["findings"]).map(one=>row("Finding",one)),row("Entri\\
es",entries?.["to"]===void 0?"":\`\${String(entries["from"])} to \${String(entries["to"])} of the ledger\`),row("AI used",assistance?.["used"]===void 0?"":assistance["\\
used"]===true?\`yes: \${texts(assistance["tools"]).join(", ")}\`:"no"),...Object.entries(document2??{}).map(([part,value])=>row(part,textOf(value))),row("Maintaine\\
r",textOf(said["maintainer"])),row("Reason",textOf(said["reason"])),row("Comment",textOf(said["comment"])),row("Until",textOf(said["expiresAt"])),row("Repositor\\
y",textOf(said["repository"]),true)];return rows.filter(({value})=>value!=="")}function anchor(value){const{path,start,end:end2}=valuesOf(value);return\`[\${textOf(
path)}:\${String(start)}-\${String(end2)}]\`}function row(name,value,exact=false){return{name,value,exact}}function valuesOf(value){return typeof value==="object"&&
value!==null?value:{}}function list(value){return Array.isArray(value)?value:[]}function texts(value){return list(value).map(textOf)}function textOf(value){return typeof value===
"string"?value:""}var lost="The terminal no longer waits: it was stopped, or this was answered in another window. Nothing is asked here any more.";function element(id){const found=document.
getElementById(id);if(found===null)throw new TypeError(id);return found}var heading=element("heading");var status=element("status");var button=element("go");var over=new AbortController;
var press=()=>{};button.addEventListener("click",()=>press());function say(kind,words){const marks={waits:"\\u25CB",done:"\\u2713",refused:"\\u2717",ended:"\\u2013"};
status.className=kind;status.textContent=\`\${marks[kind]} \${words}\`}function visible(text){return text.replace(/(?!\\n)[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]/gu,one=>\`\\\\u{\${one.
codePointAt(0).toString(16)}}\`)}function add(parent,tag,text,className=""){const made=document.createElement(tag);made.textContent=visible(text);made.className=
className;parent.append(made)}function show({heading:words,code,rows,whole}){heading.textContent=words;element("code").textContent=code??"";element("coded").hidden=
code===null;const list2=element("rows");list2.replaceChildren();for(const{name,value,exact}of rows){add(list2,"dt",name);add(list2,"dd",value,exact?"exact":"")}
element("whole").textContent=visible(whole);element("everything").hidden=false}async function post(path,body){try{const response=await fetch(path,{method:"POST",
headers:{"content-type":"application/json"},body});return response.ok?await response.json():{kind:"ended",sentence:lost}}catch{return{kind:"ended",sentence:lost}}}
function settle(reply){if(reply.kind==="task")begin(reply.task);else if(reply.kind==="refused")retry(reply.sentence);else end(reply)}function end(reply){over.abort();
button.hidden=true;if(reply.kind==="done"){heading.textContent="Your passkey answered";say("done","Your passkey answered. The terminal tells what became of it; \\
you can close this window.")}else if(reply.kind==="taken")say("ended","This was answered in another window already. Nothing was signed here.");else say("ended",
reply.sentence===lost?lost:\`Nothing was signed here: \${reply.sentence}.\`)}function retry(why){say("refused",\`Not signed: \${why}.\`);button.textContent="Try again";
button.disabled=false;button.focus()}function begin(task){over.abort();over=new AbortController;const{signal}=over;void post("over",task.id).then(reply=>{if(!signal.
aborted&&reply.kind!=="task"&&reply.kind!=="refused")end(reply)});const body=task.kind==="sign"?shownBytes(task):null;if(task.kind==="create"){show({heading:"Ma\\
ke a passkey for Countersign",code:null,rows:[{name:"For",value:task.person,exact:false},{name:"Repository",value:task.repository,exact:true}],whole:""});element(
"everything").hidden=true;say("waits","Step 1 of 2: your browser makes the passkey. Step 2: it signs that it is yours.");button.textContent="Make a passkey"}else if(body!==
null){show(whatItSays(task,body));say("waits",\`\${task.form==="text"?"Step 2 of 2: sign with the passkey you just made.":"Compare this with the terminal."} Your \\
device only names the page, \\u201Clocalhost\\u201D, and never shows what you sign.\`);button.textContent="Sign with your passkey"}press=()=>void attempt(task,body,
signal);button.hidden=false;button.disabled=false;button.focus({preventScroll:true})}async function attempt(task,body,signal){button.disabled=true;say("waits","\\
Answer what your browser or device asks.");const began=performance.now();let answer;try{if(task.kind==="create")answer=await makePasskey(task,signal);else if(body!==
null)answer=await signShown(task,body,signal);else return}catch(error){if(!signal.aborted)retry(whyNothing(error,performance.now()-began));return}settle(await answered(
answer,signal))}async function answered(answer,signal){const own=over;if(own.signal===signal)over=new AbortController;const reply=await post("answer",JSON.stringify(
answer));if(reply.kind!=="refused")own.abort();else over=own;return reply}if(typeof PublicKeyCredential==="undefined")say("refused","This browser has no passkey\\
s. Open the address in another one: it is still good.");else void post("task","").then(settle);
`;
