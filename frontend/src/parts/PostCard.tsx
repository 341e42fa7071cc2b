/** A post with its author and its like. What people wrote is shown as text, in its own direction. */

import { useState } from 'react'
import type { PostPartsFragment } from '../gql/graphql'
import { Byline } from './Byline'
import { LikeButton } from './LikeButton'
import { When } from './When'
import { useLivePost } from '../session/livePosts'

const NAME_LETTERS = 80

/** The beginning of a text, on one line. */
export function beginning(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > NAME_LETTERS ? `${line.slice(0, NAME_LETTERS)}…` : line
}

export function Posts({ posts }: { posts: PostPartsFragment[] }) {
  return (
    <ol className="posts">
      {posts.map((post) => (
        <li key={post.id}>
          <PostCard post={post} />
        </li>
      ))}
    </ol>
  )
}

export function PostCard({ post }: { post: PostPartsFragment }) {
  const { author } = post
  const [element, setElement] = useState<HTMLElement | null>(null)
  useLivePost(post.id, element)
  return (
    <article ref={setElement} className="card post">
      <header>
        <Byline person={author} />
        <span className="quiet">
          <When moment={post.createdAt} />
        </span>
      </header>
      <p className="post-body" dir="auto">
        {post.body}
      </p>
      <LikeButton
        target={{ id: post.id }}
        what={beginning(post.body)}
        likeCount={post.likeCount}
        hasLiked={post.viewerHasLiked}
        ownerId={author.id}
      />
    </article>
  )
}
