/** A picture or archive on its way, with its path below the data set. */
export interface Item {
  file: File;
  path: string;
}

/** What was dropped or picked, sorted by how it is sent. */
export interface Selection {
  archives: File[];
  pictures: Item[];
  loose: File[];
  suggestedName: string;
}

const ignored = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/i;

/** Everything a drop holds, folders opened. */
export async function fromDrop(data: DataTransfer): Promise<Selection> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return sort([...data.files].map((file) => ({ file, path: file.name })));
  const items: Item[] = [];
  for (const entry of entries) await collect(entry, "", items);
  return sort(items);
}

/** Everything an input holds; a folder input gives paths. */
export function fromInput(files: FileList): Selection {
  return sort([...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
}

async function collect(entry: FileSystemEntry, folder: string, items: Item[]): Promise<void> {
  const path = folder + entry.name;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    items.push({ file, path });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A reader gives at most a hundred entries at a time, and none at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    for (const child of batch) await collect(child, `${path}/`, items);
  }
}

export function sort(all: Item[]): Selection {
  const items = all.filter((item) => !ignored.test(item.path));
  const archives = items.filter((item) => /\.zip$/i.test(item.path)).map((item) => item.file);
  const rest = items.filter((item) => !/\.zip$/i.test(item.path));
  const inFolders = rest.filter((item) => item.path.includes("/"));
  const top = commonTop(inFolders);
  return {
    archives,
    pictures: inFolders.map((item) => (top ? { ...item, path: item.path.slice(top.length + 1) } : item)),
    loose: rest.filter((item) => !item.path.includes("/")).map((item) => item.file),
    suggestedName: top ?? archives[0]?.name.replace(/\.zip$/i, "") ?? "",
  };
}

/** The one folder all are in, where there are class folders below it. */
function commonTop(items: Item[]): string | null {
  const first = items[0]?.path.split("/")[0];
  const common = first !== undefined && items.every((item) => item.path.startsWith(`${first}/`) && item.path.split("/").length > 2);
  return common ? first : null;
}
