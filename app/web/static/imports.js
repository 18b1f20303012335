/* 上传与进度：拖放、上传进度、导入进度。没有脚本时表单照常提交，任务页自己刷新。
   Drag and drop, and progress; without a script the form is sent as any other. */
(() => {
  "use strict";

  const chinese = document.documentElement.lang.startsWith("zh");
  const t = (zh, en) => (chinese ? zh : en);
  const thousands = (number) => number.toLocaleString("en");
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const element = (name, text, attributes = {}) => {
    const made = Object.assign(document.createElement(name), attributes);
    if (text) made.textContent = text;
    return made;
  };

  /* ---- 导入的进度：事件流；收不到事件的（代理缓冲、断线），改为每秒查看 ---- */
  const SILENT = 5000;
  // what a stopping service interrupts goes on, or has a batch that says so, once it runs again
  const hasEnded = (job) => !["waiting", "running"].includes(job.state) && (job.state !== "interrupted" || job.batch !== null);

  const look = async (id) => {
    const answer = await fetch(`/imports/${id}`, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };

  const poll = async (id, tell) => {
    for (;;) {
      try {
        const job = await look(id);
        if (job === null || hasEnded(job)) return job;
        tell(job);
      } catch {
        tell(null);
      }
      await pause(1000);
    }
  };

  /* Resolves with the job once it has ended; with null where nobody knows it any more. */
  const follow = (id, tell) => new Promise((done) => {
    const events = new EventSource(`/imports/${id}/events`);
    const instead = () => {
      clearTimeout(patience);
      events.close();
      poll(id, tell).then(done);
    };
    const patience = setTimeout(instead, SILENT);
    const heard = ({ data, type }) => {
      clearTimeout(patience);
      const job = JSON.parse(data);
      if (hasEnded(job)) {
        events.close();
        done(job);
      } else if (type === "end") instead();
      else tell(job);
    };
    events.addEventListener("progress", heard);
    events.addEventListener("end", heard);
    events.onerror = instead;
  });

  const stage = (job) => {
    if (job === null) return t("连不上服务器，正在重试；导入不受影响", "The server does not answer; trying again. The import goes on");
    if (job.state === "waiting") return t("前面还有别的导入，轮到时自动开始", "Another import is before it");
    return {
      opening: t("正在打开文件", "Opening the file"),
      reading: t("正在读入和检查", "Reading and checking"),
      auditing: t("正在审核", "Auditing"),
    }[job.progress?.stage ?? "opening"];
  };
  const rows = (job) => (job?.progress?.rows ? t(`已读 ${thousands(job.progress.rows)} 行`, `rows read: ${thousands(job.progress.rows)}`) : "");

  const panel = document.getElementById("progress");
  if (panel) {
    const said = panel.querySelector(".stage");
    follow(panel.dataset.job, (job) => {
      const now = stage(job);
      if (said.textContent !== now) said.textContent = now; // once per stage, for who listens
      if (job?.progress) panel.querySelector("progress").value = job.progress.ratio;
      panel.querySelector(".far").textContent = rows(job);
    }).then(() => location.reload());
  }

  /* ---- 上传 ---- */
  const form = document.getElementById("upload");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const list = document.getElementById("sent");
  const button = form.querySelector(".actions button");
  const limit = Number(form.dataset.limitMb) * 2 ** 20;
  const say = (text) => { document.getElementById("said").textContent = text; };
  const megabytes = (bytes) => (bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`);
  let sending = false;

  const entry = (file) => {
    const item = element("li");
    const state = element("p", t("等待上传", "waiting"), { className: "state" });
    const bar = element("progress", "", { max: 1, value: 0, hidden: true });
    bar.setAttribute("aria-label", file.name);
    item.append(element("h3", file.name), element("p", megabytes(file.size), { className: "note" }), bar, state);
    return { file, item, state, bar };
  };
  const link = (address, text) => element("a", text, { href: address });

  const choose = () => {
    list.replaceChildren(...[...input.files].map((file) => entry(file).item));
    list.hidden = !input.files.length;
    say(t(`选了 ${input.files.length} 个文件`, `files chosen: ${input.files.length}`));
  };
  input.addEventListener("change", choose);

  // a file that misses the zone must not replace the page
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, () => zone.classList.add("over"));
  for (const name of ["dragleave", "drop"]) zone.addEventListener(name, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    if (sending || !event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    choose();
  });

  const asked = () => {
    const chosen = new FormData(form);
    const query = new URLSearchParams({ mode: chosen.get("mode"), preview: chosen.get("trial") === "yes" });
    for (const name of ["mapping", "complete"]) if (chosen.get(name)) query.set(name, chosen.get(name));
    return query;
  };

  const post = ({ file, bar, state }, query) => new Promise((done) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("file", file);
    request.open("POST", `/imports?${query}`);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => {
      bar.value = loaded / total;
      state.textContent = loaded < total
        ? t(`正在上传 ${Math.floor((100 * loaded) / total)}%`, `uploading ${Math.floor((100 * loaded) / total)}%`)
        : t("已上传，等待服务器答复", "uploaded");
    };
    request.onload = () => {
      try {
        done({ status: request.status, told: JSON.parse(request.responseText) });
      } catch {
        done({ status: request.status, told: {} });
      }
    };
    request.onerror = () => done({ status: 0, told: {} });
    request.send(body);
  });

  const refused = ({ item, state, bar }, status, told, again) => {
    bar.hidden = true;
    item.classList.add("bad");
    state.setAttribute("role", "alert");
    if (status === 401) state.replaceChildren(t("登录已过期。", "You are not signed in any more. "), link("/sign-in?next=/imports/new", t("重新登录", "Sign in")));
    else if (status === 0) state.textContent = t("连接中断，没有传完，服务器上什么也没有写入。", "The connection broke off; nothing was written. ");
    else state.textContent = [told.title, told.detail, ...(told.errors ?? []).map((one) => one.detail)].filter(Boolean).join("：") || `HTTP ${status}`;
    if (status === 0 || status >= 500) {
      const retry = element("button", t("重传这个文件", "Send it again"), { type: "button", className: "second" });
      retry.addEventListener("click", () => { retry.remove(); again(); });
      item.append(retry);
    }
  };

  const result = ({ item, state, bar }, job) => {
    bar.hidden = true;
    if (job === null) {
      state.replaceChildren(t("服务重新启动过，这个任务已不在；见", "The service was started anew; see "), link("/imports", t("导入批次", "batches")));
      return;
    }
    const address = `/imports/${job.id}`;
    if (!job.counts) {
      item.classList.add("bad");
      state.replaceChildren(job.problem?.detail ?? t("没有写入任何内容。", "Nothing was written."), " ", link(address, t("查看", "open")));
      return;
    }
    const { created, changed, unchanged, refused: out } = job.counts;
    if (out) item.classList.add("bad");
    state.replaceChildren(
      (job.dry_run ? t("试运行：", "trial: ") : job.state === "refused" ? t("没有导入：", "not imported: ") : t("已导入：", "imported: ")) +
        t(`新增 ${thousands(created)}，更新 ${thousands(changed)}，没有变化 ${thousands(unchanged)}，拒收 ${thousands(out)}。`,
          `added ${thousands(created)}, changed ${thousands(changed)}, unchanged ${thousands(unchanged)}, refused ${thousands(out)}. `),
      link(address, job.dry_run ? t("查看并正式导入", "look, and import it") : t("查看", "open")),
    );
  };

  const send = async (one, query, alone) => {
    one.item.classList.remove("bad");
    one.bar.hidden = false;
    if (one.file.size > limit) {
      refused(one, 413, { detail: t(`文件超过 ${form.dataset.limitMb} MiB 的上限：请拆成几个文件，或请运维在服务器上用 yizhi import 导入。`, `The file is larger than ${form.dataset.limitMb} MiB: split it, or have it loaded on the server with yizhi import.`) });
      return;
    }
    say(t(`正在上传 ${one.file.name}`, `uploading ${one.file.name}`));
    const { status, told } = await post(one, query);
    if (status !== 200 && status !== 202) {
      refused(one, status, told, () => send(one, query, alone));
      say(one.state.textContent);
      return;
    }
    if (alone) {
      sending = false;
      location.assign(`/imports/${told.id}`);
      return;
    }
    result(one, await follow(told.id, (job) => {
      one.state.textContent = [stage(job), rows(job)].filter(Boolean).join("，");
      if (job?.progress) one.bar.value = job.progress.ratio;
    }));
    say(`${one.file.name}：${one.state.textContent}`);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const entries = [...input.files].map(entry);
    const query = asked();
    list.replaceChildren(...entries.map((one) => one.item));
    list.hidden = false;
    sending = button.disabled = true;
    for (const one of entries) await send(one, query, entries.length === 1);
    sending = button.disabled = false;
  });

  addEventListener("beforeunload", (event) => {
    if (sending) event.preventDefault();
  });
})();
